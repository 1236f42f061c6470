//! Words before they go out: what the check finds in a text, judged by the policy for where the text is to go.

use crate::channels::Kind;
use crate::ids::PersonId;
use crate::standing::Standing;
use crate::state::State;
use belisha_policy::{Adoption, Policy};
use belisha_textcheck::{Checker, Finding, Named, Names, Whose};
use serde::{Deserialize, Serialize};
use std::ops::Range;

pub use belisha_textcheck::{Sure, What};

/// Where a text is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outlet {
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
}

impl Outlet {
    /// Every outlet there is.
    pub const ALL: [Self; 7] = [
        Self::StaffPost,
        Self::Message,
        Self::Page,
        Self::Group,
        Self::Website,
        Self::Publicity,
        Self::Email,
    ];

    /// As it is written in commands, and the policy's word for it as a purpose.
    pub fn word(self) -> &'static str {
        match self {
            Self::StaffPost => "staff-post",
            Self::Message => "message",
            Self::Page => "page",
            Self::Group => "group",
            Self::Website => "website",
            Self::Publicity => "publicity",
            Self::Email => "email",
        }
    }

    /// In words.
    pub fn title(self) -> &'static str {
        match self {
            Self::StaffPost => "a post of your own on a social network",
            Self::Message => "a message to colleagues",
            Self::Page => "a page of the setting",
            Self::Group => "a group of the setting",
            Self::Website => "the setting's website",
            Self::Publicity => "a leaflet, a poster or the press",
            Self::Email => "an ordinary email",
        }
    }

    /// The outlet of that word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outlet| outlet.word() == word)
    }

    /// The outlet that a channel on the register is.
    pub fn of(kind: Kind) -> Self {
        match kind {
            Kind::Mailbox | Kind::Account => Self::Email,
            Kind::Page => Self::Page,
            Kind::Group => Self::Group,
            Kind::Website => Self::Website,
            Kind::Publicity => Self::Publicity,
            Kind::Messages => Self::Message,
        }
    }

    fn official(self) -> bool {
        matches!(self, Self::Page | Self::Group | Self::Website | Self::Publicity)
    }
}

/// What is to be done about a finding. Ordered: the later, the worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It may stay.
    Pass,
    /// Somebody looks at it and judges.
    Look,
    /// It must not go out.
    Stop,
}

impl Verdict {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Pass => "may stay",
            Self::Look => "look at it",
            Self::Stop => "take it out",
        }
    }
}

/// Something found, and what is to be done about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found {
    /// Where, in bytes of the text.
    pub at: Range<usize>,
    /// The words found.
    pub words: String,
    /// What they are.
    pub what: What,
    /// How sure that is.
    pub sure: Sure,
    /// What is to be done.
    pub verdict: Verdict,
    /// The clauses behind it; empty where the policy does not speak of it.
    pub clauses: Vec<String>,
    /// Why, and what to write instead.
    pub says: String,
}

/// One control's opinion of a finding: the clause, if it is a clause's, and why.
struct Opinion<'a>(Verdict, Option<&'a Adoption>, String);

/// Everything in a text that the policy, or plain care, would have somebody look at. `by` is whose text it is: nobody
/// is stopped from naming themselves on their own page.
pub fn check(
    text: &str,
    outlet: Outlet,
    by: Option<&PersonId>,
    state: &State,
    policy: &Policy,
) -> Vec<Found> {
    let checker = match Checker::new(&names(state)) {
        Ok(checker) => checker,
        // A text that could not be checked is not let out.
        Err(error) => {
            let says = format!("this text could not be checked: {error}");
            let (what, sure, clauses) = (What::FullName, Sure::Certain, Vec::new());
            return vec![Found {
                at: 0..0,
                words: String::new(),
                what,
                sure,
                verdict: Verdict::Stop,
                clauses,
                says,
            }];
        }
    };
    let found = checker.check(text);
    let remark =
        found.iter().filter(|there| there.what == What::RemarkAboutWork).map(|there| there.sure).max();
    let judge = Judge { outlet, by, remark, state, policy };
    found.into_iter().filter_map(|finding| judge.judged(text, finding)).collect()
}

/// Everybody on the registers, those who left included, and the setting.
fn names(state: &State) -> Names {
    let there = |name: &str| !name.is_empty() && name != "—";
    let children = state.children.all.iter().map(|(id, child)| Named {
        id: id.to_string(),
        whose: Whose::Child,
        name: child.name.words().to_owned(),
        known_as: Vec::new(),
        born: child.born_on(),
    });
    let adults = state.people.all.iter().map(|(id, person)| Named {
        id: id.to_string(),
        whose: Whose::Staff,
        name: person.name.words().to_owned(),
        known_as: Vec::new(),
        born: None,
    });
    let setting = Some(state.profile.name.clone()).filter(|name| there(name));
    let people = children.chain(adults).filter(|named| there(&named.name)).collect();
    Names { people, setting: setting.into_iter().collect() }
}

fn as_sure(sure: Sure) -> Verdict {
    if sure == Sure::Certain { Verdict::Stop } else { Verdict::Look }
}

struct Judge<'a> {
    outlet: Outlet,
    by: Option<&'a PersonId>,
    /// How sure a remark about work is that stands in the text.
    remark: Option<Sure>,
    state: &'a State,
    policy: &'a Policy,
}

impl<'a> Judge<'a> {
    fn judged(&self, text: &str, finding: Finding) -> Option<Found> {
        let words = text.get(finding.at.clone()).unwrap_or_default().to_owned();
        if finding.what == What::Telephone && self.own_number(&words) {
            return None;
        }
        let mut opinions = Vec::new();
        match self.outlet {
            Outlet::Message => self.message(&finding, &mut opinions),
            Outlet::StaffPost => self.staff_post(&finding, &mut opinions),
            Outlet::Email => self.email(&finding, &mut opinions),
            Outlet::Page | Outlet::Group => {
                self.page(&finding, &mut opinions);
                self.consent(&finding, &mut opinions);
            }
            Outlet::Website | Outlet::Publicity => self.consent(&finding, &mut opinions),
        }
        if opinions.is_empty() {
            opinions.extend(self.plain_care(&finding));
        }
        let verdict = opinions.iter().map(|Opinion(verdict, ..)| *verdict).max()?;
        opinions.retain(|Opinion(there, ..)| *there == verdict);
        let says = opinions.first().map(|Opinion(_, _, says)| says.clone())?;
        let mut clauses: Vec<String> = opinions
            .iter()
            .filter_map(|Opinion(_, adoption, _)| Some(adoption.as_ref()?.clause.to_string()))
            .collect();
        clauses.dedup();
        Some(Found { at: finding.at, words, what: finding.what, sure: finding.sure, verdict, clauses, says })
    }

    fn of_control(&self, control: &'a str) -> impl Iterator<Item = &'a Adoption> {
        self.policy.of_control(control)
    }

    fn message(&self, finding: &Finding, opinions: &mut Vec<Opinion<'a>>) {
        for adoption in self.of_control("messaging.no-full-names").filter(|_| of_child(finding)) {
            let (verdict, says) = match finding.what {
                What::FullName => {
                    (as_sure(finding.sure), "a child's full name: write the first name or the initials")
                }
                _ => (Verdict::Pass, "a first name or initials may stand in a message"),
            };
            opinions.push(Opinion(verdict, Some(adoption), says.to_owned()));
        }
    }

    fn staff_post(&self, finding: &Finding, opinions: &mut Vec<Opinion<'a>>) {
        for adoption in self.of_control("social.no-naming-setting") {
            let never =
                adoption.params.get("mode").is_none_or(|mode| mode.iter().any(|word| word == "never"));
            let (verdict, says) = match (finding.what, never, self.remark) {
                (What::SettingName, true, _) => (
                    as_sure(finding.sure),
                    "staff do not name the setting in posts of their own: leave it out",
                ),
                (What::SettingName, false, Some(Sure::Certain)) => {
                    (as_sure(finding.sure), "the setting may be named, but not beside a remark that harms it")
                }
                (What::SettingName, false, Some(Sure::Possible)) => (
                    Verdict::Look,
                    "the setting may be named, but never so that it harms it: judge the remark beside it",
                ),
                (What::SettingName, false, None) => {
                    (Verdict::Pass, "the setting may be named, but never so that it harms it")
                }
                (What::RemarkAboutWork, true, _) => (
                    Verdict::Look,
                    "a remark about work can hint at the setting: judge whether it should stand",
                ),
                (What::RemarkAboutWork, false, _) => {
                    (Verdict::Look, "a remark about work: judge whether it harms the setting")
                }
                _ => continue,
            };
            opinions.push(Opinion(verdict, Some(adoption), says.to_owned()));
        }
        let own = self.by.is_some_and(|by| finding.of.iter().all(|of| of == by.as_str()));
        let ours = matches!(finding.whose, Some(Whose::Child | Whose::Staff)) && is_name(finding.what);
        for adoption in self.of_control("social.no-naming-people").filter(|_| ours && !own) {
            let who = if of_child(finding) { "a child" } else { "a colleague" };
            let says = format!(
                "{who} is mentioned: on their own pages staff mention neither children nor colleagues"
            );
            opinions.push(Opinion(as_sure(finding.sure), Some(adoption), says));
        }
    }

    fn page(&self, finding: &Finding, opinions: &mut Vec<Opinion<'a>>) {
        for adoption in self.of_control("social.official-no-names").filter(|_| of_child(finding)) {
            let says = "a child is named: no child is named on our pages".to_owned();
            opinions.push(Opinion(as_sure(finding.sure), Some(adoption), says));
        }
    }

    /// Nothing personal without consent: names by whoever they are, and ways to reach somebody.
    fn consent(&self, finding: &Finding, opinions: &mut Vec<Opinion<'a>>) {
        let purpose = self.outlet.word();
        for adoption in self.of_control("data.publication-consent") {
            let channels = adoption.params.get("channels").map_or(&[][..], Vec::as_slice);
            let covered = channels.is_empty() || channels.iter().any(|channel| channel == purpose);
            if !covered || matches!(finding.what, What::SettingName | What::RemarkAboutWork) {
                continue;
            }
            let without: Vec<String> = finding
                .of
                .iter()
                .filter(|id| !self.state.consents.has(id, purpose))
                .map(|id| self.name_of(id))
                .collect();
            let (verdict, says) = if finding.of.is_empty() {
                (Verdict::Look, "personal information: whose is it, and did they agree?".to_owned())
            } else if without.is_empty() {
                (Verdict::Pass, "consent for this is on record".to_owned())
            } else {
                let names = belisha_policy::join_and(&without);
                let says = format!(
                    "no consent of {names} for the {purpose} is on record: ask for it, or leave it out"
                );
                (as_sure(finding.sure), says)
            };
            opinions.push(Opinion(verdict, Some(adoption), says));
        }
    }

    fn email(&self, finding: &Finding, opinions: &mut Vec<Opinion<'a>>) {
        let personal = matches!(finding.what, What::DateOfBirth | What::Address)
            || of_child(finding) && finding.what == What::FullName;
        for adoption in self.of_control("email.secure-sending").filter(|_| personal) {
            let says = "personal: send it in a sealed parcel or by the secure email service".to_owned();
            opinions.push(Opinion(Verdict::Look, Some(adoption), says));
        }
    }

    /// Where the policy does not speak of it, a child's name, a date of birth and a way to reach somebody are looked at.
    fn plain_care(&self, finding: &Finding) -> Option<Opinion<'a>> {
        let what = match finding.what {
            What::DateOfBirth => "a date of birth",
            What::Telephone | What::Email | What::Postcode | What::Address | What::Handle
                if self.outlet.official() =>
            {
                "a way to reach somebody"
            }
            What::FullName if of_child(finding) => "a child's full name",
            _ if of_child(finding) && self.outlet != Outlet::Message && self.outlet != Outlet::Email => {
                "a child's name"
            }
            _ => return None,
        };
        let says = format!("{what}: no clause of the policy speaks of it here, so judge for yourself");
        Some(Opinion(Verdict::Look, None, says))
    }

    fn own_number(&self, words: &str) -> bool {
        let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
        let own = digits(&self.state.profile.number);
        !own.is_empty() && digits(words) == own
    }

    fn name_of(&self, id: &str) -> String {
        let child = self.state.children.all.get(id).map(|child| child.name.words());
        let adult = self.state.people.all.get(id).map(|person| person.name.words());
        child.or(adult).unwrap_or("somebody").to_owned()
    }
}

fn is_name(what: What) -> bool {
    matches!(what, What::FullName | What::FirstName | What::Surname | What::Initials)
}

fn of_child(finding: &Finding) -> bool {
    is_name(finding.what) && finding.whose == Some(Whose::Child)
}

/// What is on record of words that went out under a control.
pub(crate) fn evidence(adoption: &Adoption, state: &State) -> Vec<(Standing, String)> {
    let published = state.posts.all.values().filter(|post| post.published.is_some()).count();
    let words = match &*adoption.control {
        "messaging.no-full-names" | "social.no-naming-setting" | "social.no-naming-people" => {
            "Check words looks for it before anything goes out".to_owned()
        }
        "social.official-no-names" | "data.publication-consent" => {
            format!("every post is checked before it is approved; {published} published so far")
        }
        "social.official-respectful" => {
            format!("no post goes out unless somebody else approved it; {published} published so far")
        }
        _ => return Vec::new(),
    };
    vec![(Standing::Kept, words)]
}
