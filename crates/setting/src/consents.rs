//! Consents to be named in public: an adult's own, or the parents' for a child, each for one way of publishing.

use crate::authority::Author;
use crate::ids::{ChildId, PersonId};
use crate::private::Private;
use crate::refusal::Refusal;
use crate::state::{Context, Line, State, words_within};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Whom a consent is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Of {
    /// An adult, who gives it.
    Person(PersonId),
    /// A child, whose parents give it.
    Child(ChildId),
}

impl Of {
    /// The id.
    pub fn id(&self) -> &str {
        match self {
            Self::Person(person) => person.as_str(),
            Self::Child(child) => child.as_str(),
        }
    }

    /// Their name, for a sentence.
    pub fn name(&self, state: &State) -> String {
        match self {
            Self::Person(person) => state.people.name(person),
            Self::Child(child) => state.children.name(child),
        }
    }
}

/// What happened. `purpose` is the policy's word for a way of publishing: `website`, `page`, `publicity`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Somebody agreed to be named; `how` says by what this is known.
    Given { of: Of, purpose: String, how: Private },
    /// They took it back.
    Withdrawn { of: Of, purpose: String },
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Put a consent on record.
    Give { of: Of, purpose: String, how: String },
    /// Take it back.
    Withdraw { of: Of, purpose: String },
}

/// The ways of publishing that consents are asked for.
pub const PURPOSES: [&str; 4] = ["website", "page", "publicity", "group"];

/// A consent on record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Consent {
    /// Since when.
    pub since: Timestamp,
    /// Who put it on record.
    pub by: Author,
    /// By what it is known.
    pub how: Private,
}

/// The consents in force.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Consents {
    /// By whom it is about, then by purpose.
    pub given: BTreeMap<Of, BTreeMap<String, Consent>>,
}

impl Consents {
    pub(crate) fn apply(&mut self, event: &Event, line: &Line) {
        match event.clone() {
            Event::Given { of, purpose, how } => {
                let consent = Consent { since: line.at, by: line.author.clone(), how };
                self.given.entry(of).or_default().insert(purpose, consent);
            }
            Event::Withdrawn { of, purpose } => {
                if let Some(given) = self.given.get_mut(&of) {
                    given.remove(&purpose);
                    if given.is_empty() {
                        self.given.remove(&of);
                    }
                }
            }
        }
    }

    /// Whether a consent is in force for somebody, by their id.
    pub fn has(&self, id: &str, purpose: &str) -> bool {
        let of = [Of::Person(id.into()), Of::Child(id.into())];
        of.iter().any(|of| self.given.get(of).is_some_and(|given| given.contains_key(purpose)))
    }
}

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let event = match command {
        Command::Give { of, purpose, how } => {
            match &of {
                Of::Person(person) => state.people.active(person).map(|_| ())?,
                Of::Child(child) => state.children.active(child).map(|_| ())?,
            }
            if !PURPOSES.contains(&purpose.as_str()) {
                let known = belisha_policy::join_or(&PURPOSES);
                return Err(Refusal::Invalid(format!("A consent is for {known}, not for `{purpose}`.")));
            }
            if state.consents.has(of.id(), &purpose) {
                return Err(Refusal::Contradiction("That consent is on record already.".into()));
            }
            let how = Private::new(of.id(), words_within(&how, 300, "By what it is known")?);
            Event::Given { of, purpose, how }
        }
        Command::Withdraw { of, purpose } => {
            if !state.consents.has(of.id(), &purpose) {
                return Err(Refusal::Contradiction("There is no such consent on record.".into()));
            }
            Event::Withdrawn { of, purpose }
        }
    };
    Ok(vec![event])
}
