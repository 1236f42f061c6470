//! Opinions on words: what a control thinks of something found in a text that is to go out.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An opinion as the catalogue writes it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpinionText {
    /// On which kinds of words.
    pub finds: Vec<WordKind>,
    /// On whose, for names; empty: on anybody's.
    #[serde(default)]
    pub whose: Vec<Whose>,
    /// Where the text is to go.
    pub outlets: Vec<TextOutlet>,
    /// What it comes to.
    pub verdict: Judgement,
    /// Why, and what to write instead; `{names}` are those whose consent is lacking, `{outlet}` is where it is to go.
    pub says: String,
    /// Only where these parameters of the control say these words.
    #[serde(default)]
    pub only_if: BTreeMap<String, String>,
    /// Only for the outlets that this parameter of the control names; for all where it names none.
    pub within: Option<String>,
    /// Only where a remark about work stands in the same text, this certain, or none does.
    pub remark: Option<Remark>,
    /// Not where the words are the writer's own name.
    #[serde(default)]
    pub not_own: bool,
    /// Only beside a picture.
    #[serde(default)]
    pub beside_picture: bool,
    /// Only where the consent of those whom the words are about stands like this.
    pub consent: Option<ConsentStanding>,
}

/// What sort of words were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WordKind {
    /// First name and surname together.
    FullName,
    /// A first name or a nickname.
    FirstName,
    /// A surname.
    Surname,
    /// A child's initials.
    Initials,
    /// The setting's name.
    SettingName,
    /// A telephone number.
    Telephone,
    /// An email address.
    Email,
    /// A postcode.
    Postcode,
    /// A house number with its street.
    Address,
    /// What somebody is called on a social network.
    Handle,
    /// A date of birth.
    DateOfBirth,
    /// A remark about work.
    RemarkAboutWork,
}

/// Whose name was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whose {
    /// A child's.
    Child,
    /// A parent's or carer's.
    Parent,
    /// Of somebody on the team or the committee.
    Staff,
}

/// Where a text is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextOutlet {
    /// Somebody's own profile on a social network.
    StaffPost,
    /// A message among colleagues.
    Message,
    /// A page of the setting on a social network.
    Page,
    /// A group of the setting.
    Group,
    /// The setting's website.
    Website,
    /// Leaflets, posters, the press.
    Publicity,
    /// Ordinary email.
    Email,
    /// Beside a picture on a display inside the setting.
    Display,
}

impl TextOutlet {
    /// Every outlet there is.
    pub const ALL: [Self; 8] = [
        Self::StaffPost,
        Self::Message,
        Self::Page,
        Self::Group,
        Self::Website,
        Self::Publicity,
        Self::Email,
        Self::Display,
    ];

    /// The outlet of that word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outlet| outlet.word() == word)
    }

    /// In words.
    pub const fn title(self) -> &'static str {
        match self {
            Self::StaffPost => "a post of your own on a social network",
            Self::Message => "a message to colleagues",
            Self::Page => "a page of the setting",
            Self::Group => "a group of the setting",
            Self::Website => "the setting's website",
            Self::Publicity => "a leaflet, a poster or the press",
            Self::Email => "an ordinary email",
            Self::Display => "a display inside the setting",
        }
    }

    /// Its word in the catalogue; also the policy's word for it as a purpose.
    pub const fn word(self) -> &'static str {
        match self {
            Self::StaffPost => "staff-post",
            Self::Message => "message",
            Self::Page => "page",
            Self::Group => "group",
            Self::Website => "website",
            Self::Publicity => "publicity",
            Self::Email => "email",
            Self::Display => "display",
        }
    }
}

/// What an opinion comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Judgement {
    /// It may stay.
    Pass,
    /// Somebody looks at it and judges.
    Look,
    /// It must not go out where it is certain; where it may be something else, somebody looks.
    ByCertainty,
}

/// How certain a remark about work in the same text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Remark {
    /// None stands in it.
    None,
    /// It may be something else.
    Possible,
    /// As certain as rules without understanding can be.
    Certain,
}

/// How the consent of those whom words are about stands, for the outlet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConsentStanding {
    /// Nobody knows whom they are about.
    Unknown,
    /// All of them gave it.
    Given,
    /// Some of them did not.
    Lacking,
}

/// Opinions that hold where no clause speaks, as `words.toml` writes them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OpinionsText {
    pub(crate) opinion: Vec<OpinionText>,
}
