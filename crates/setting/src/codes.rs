//! The codes of conduct: who signed which version of the adults', with whom the children's was talked through.

use crate::authority::Author;
use crate::ids::{ChildId, PersonId};
use crate::moment::date_of;
use crate::refusal::Refusal;
use crate::state::{Context, Line};
use belisha_policy::{CodeFor, text_hash};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Somebody signed the adults' code of a version; the hash is that of the text shown.
    Signed { person: PersonId, version: String, shown: String },
    /// An adult, the author, talked the children's code of a version through with a child.
    TalkedThrough { child: ChildId, version: String, shown: String },
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Sign the adults' code of the version in force.
    Sign {
        person: PersonId,
        version: String,
        /// The hash of the text that was shown, where it is known.
        #[serde(default)]
        shown: Option<String>,
    },
    /// Put on record that the children's code was talked through with a child.
    TalkThrough {
        child: ChildId,
        version: String,
        #[serde(default)]
        shown: Option<String>,
    },
}

/// A signature, or a talk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// When.
    pub at: Timestamp,
    /// Who put it on record.
    pub by: Author,
    /// The hash of the text shown.
    pub shown: String,
    /// The line of the log.
    pub line: u64,
}

/// What is on record under one version.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Marks {
    /// Who signed the adults' code.
    pub adults: BTreeMap<PersonId, Mark>,
    /// With whom the children's code was talked through, first.
    pub children: BTreeMap<ChildId, Mark>,
}

/// The codes, version by version.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Codes {
    /// By version.
    pub versions: BTreeMap<String, Marks>,
}

impl Codes {
    pub(crate) fn apply(&mut self, event: &Event, line: &Line) {
        let mark = |shown| Mark { at: line.at, by: line.author.clone(), shown, line: line.seq };
        match event.clone() {
            Event::Signed { person, version, shown } => {
                self.versions.entry(version).or_default().adults.insert(person, mark(shown));
            }
            Event::TalkedThrough { child, version, shown } => {
                self.versions.entry(version).or_default().children.insert(child, mark(shown));
            }
        }
    }

    /// The day somebody signed the adults' code of a version.
    pub fn signed(&self, version: &str, person: &PersonId) -> Option<Date> {
        Some(date_of(self.versions.get(version)?.adults.get(person)?.at))
    }

    /// The day the children's code of a version was talked through with a child.
    pub fn talked(&self, version: &str, child: &ChildId) -> Option<Date> {
        Some(date_of(self.versions.get(version)?.children.get(child)?.at))
    }
}

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let event = match command {
        Command::Sign { person, version, shown } => {
            let who = state.people.active(&person)?;
            let hash = in_force(&version, shown, CodeFor::Adults, context)?;
            if state.codes.signed(&version, &person).is_some() {
                return Err(Refusal::Contradiction(format!(
                    "{} has signed this code of conduct.",
                    who.name.words()
                )));
            }
            Event::Signed { person, version, shown: hash }
        }
        Command::TalkThrough { child, version, shown } => {
            let who = state.children.active(&child)?;
            let hash = in_force(&version, shown, CodeFor::Children, context)?;
            if state.codes.talked(&version, &child).is_some() {
                return Err(Refusal::Contradiction(format!(
                    "It is on record already that this was talked through with {}.",
                    who.name.words()
                )));
            }
            Event::TalkedThrough { child, version, shown: hash }
        }
    };
    Ok(vec![event])
}

/// The hash of the code in force; refuses a version or a text that is not the one in force.
fn in_force(
    version: &str,
    shown: Option<String>,
    whom: CodeFor,
    context: &Context<'_>,
) -> Result<String, Refusal> {
    if context.policy.of_control("governance.codes-of-conduct").next().is_none() {
        return Err(Refusal::Invalid("The policy in force asks for no codes of conduct.".into()));
    }
    let hash = text_hash(&context.policy.code_text(whom));
    let newest = context.state.adoption.in_force().is_some_and(|there| there.version == version);
    if !newest || shown.is_some_and(|shown| shown != hash) {
        return Err(Refusal::Contradiction(
            "The code of conduct has changed since it was shown: please read the one in force.".into(),
        ));
    }
    Ok(hash)
}
