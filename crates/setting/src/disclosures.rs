//! Disclosures: what was sent about somebody, to whom, why, how, and on what lawful ground. Never the contents.

use crate::ask::{Question, Supposition};
use crate::authority::Author;
use crate::consents::Of;
use crate::ids::DisclosureId;
use crate::private::{Private, SETTING};
use crate::refusal::Refusal;
use crate::state::{Context, Line, new_id, words_within};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How it was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// In a sealed parcel, its passphrase told another way.
    Parcel,
    /// By a secure email service.
    SecureService,
    /// From hand to hand.
    ByHand,
    /// As ordinary email.
    PlainEmail,
}

impl How {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Parcel => "in a sealed parcel",
            Self::SecureService => "by the secure email service",
            Self::ByHand => "by hand",
            Self::PlainEmail => "by ordinary email",
        }
    }
}

/// The lawful ground: UK GDPR, Article 6(1), and the recognised legitimate interests of the Data (Use and Access) Act
/// 2025, of which safeguarding is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// 6(1)(a).
    Consent,
    /// 6(1)(b).
    Contract,
    /// 6(1)(c).
    LegalDuty,
    /// 6(1)(d).
    VitalInterests,
    /// 6(1)(e).
    PublicTask,
    /// 6(1)(ea).
    Safeguarding,
    /// 6(1)(f).
    LegitimateInterests,
}

impl Reason {
    /// Every reason there is.
    pub const ALL: [Self; 7] = [
        Self::Consent,
        Self::Contract,
        Self::LegalDuty,
        Self::VitalInterests,
        Self::PublicTask,
        Self::Safeguarding,
        Self::LegitimateInterests,
    ];

    /// As it is written in commands.
    pub fn word(self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::Contract => "contract",
            Self::LegalDuty => "legal-duty",
            Self::VitalInterests => "vital-interests",
            Self::PublicTask => "public-task",
            Self::Safeguarding => "safeguarding",
            Self::LegitimateInterests => "legitimate-interests",
        }
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Consent => "the person, or the parents, agreed",
            Self::Contract => "a contract needs it",
            Self::LegalDuty => "the law asks for it",
            Self::VitalInterests => "somebody's life depends on it",
            Self::PublicTask => "a task in the public interest needs it",
            Self::Safeguarding => "it keeps a child safe",
            Self::LegitimateInterests => "there is a good reason that outweighs theirs",
        }
    }
}

/// What was sent, and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Disclosure {
    /// What, in a few words; never the contents.
    pub what: Private,
    /// To whom.
    pub to: Private,
    /// Why.
    pub why: Private,
    /// How.
    pub how: How,
    /// On what ground.
    pub reason: Reason,
    /// About whom.
    pub about: Vec<Of>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Something was sent.
    Sent { disclosure: DisclosureId, is: Disclosure },
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Put a sending on record.
    Send {
        disclosure: DisclosureId,
        what: String,
        to: String,
        why: String,
        how: How,
        reason: Reason,
        #[serde(default)]
        about: Vec<Of>,
    },
}

/// A disclosure on record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sent {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Author,
    /// What.
    pub is: Disclosure,
    /// The line of the log.
    pub line: u64,
}

/// The register of disclosures.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Disclosures {
    /// By id.
    pub all: BTreeMap<DisclosureId, Sent>,
}

impl Disclosures {
    pub(crate) fn apply(&mut self, event: &Event, line: &Line) {
        let Event::Sent { disclosure, is } = event.clone();
        self.all.insert(disclosure, Sent { at: line.at, by: line.author.clone(), is, line: line.seq });
    }
}

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let Command::Send { disclosure, what, to, why, how, reason, about } = command;
    let state = context.state;
    new_id(disclosure.as_str(), state.disclosures.all.contains_key(&disclosure), "a disclosure")?;
    for of in &about {
        // Somebody who left may still be written about.
        let there = match of {
            Of::Person(person) => state.people.all.contains_key(person),
            Of::Child(child) => state.children.all.contains_key(child),
        };
        if !there {
            return Err(Refusal::Invalid("Somebody it is about is not on the registers.".into()));
        }
    }
    let who = match context.author {
        Author::Person(person) => Some(person.to_string()),
        _ => None,
    };
    let sealed = Supposition::Bool(how != How::PlainEmail);
    let suppose = [("sealed".to_owned(), sealed)].into();
    Question { act: "send-personal".into(), who, suppose, ..Question::default() }.must_be_let(context)?;
    let of = if let [one] = about.as_slice() { one.id() } else { SETTING };
    let words = |words: &str, what: &str| -> Result<Private, Refusal> {
        Ok(Private::new(of, words_within(words, 500, what)?))
    };
    let (what, to) = (words(&what, "What is sent")?, words(&to, "To whom")?);
    let is = Disclosure { what, to, why: words(&why, "The reason")?, how, reason, about };
    Ok(vec![Event::Sent { disclosure, is }])
}
