//! The policy as adopted: its versions, who signed which, and its links.

use crate::ids::PersonId;
use crate::moment::date_of;
use crate::refusal::Refusal;
use crate::state::{Context, Line, words_within};
use belisha_policy::{Error, Pack};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What happened to the policy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A version was adopted. Its text stays in the log, so that it can be read for ever.
    Adopted {
        /// The pack's id.
        policy: String,
        /// The version, a date.
        version: String,
        /// The pack's text.
        text: String,
    },
    /// Somebody read a version and signed it.
    Signed {
        /// Who.
        person: PersonId,
        /// Which version.
        version: String,
        /// How many clauses were shown.
        clauses_shown: usize,
        /// The SHA-256 of the text shown; lines written before it was kept have none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        shown: Option<String>,
    },
    /// A link to outside help was put right.
    LinkSet {
        /// Whose it is.
        name: String,
        /// Where it leads; empty takes it off the page.
        address: String,
    },
}

/// What can be done with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Adopt a version.
    Adopt {
        /// The pack's text.
        text: String,
    },
    /// Sign the version in force.
    Sign {
        /// Who signs.
        person: PersonId,
        /// The version that was shown to them.
        version: String,
    },
    /// Put a link right.
    SetLink {
        /// Whose it is.
        name: String,
        /// Where it leads.
        address: String,
    },
}

/// A version that was adopted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// The pack's id.
    pub policy: String,
    /// The version, a date.
    pub version: String,
    /// The pack's text.
    pub text: String,
    /// When.
    pub adopted: Timestamp,
    /// Who signed it, when, in which line.
    pub signed: BTreeMap<PersonId, (Timestamp, u64)>,
    /// The hash of the text shown to them, where it is on record.
    pub shown: BTreeMap<PersonId, String>,
}

/// The policy's versions.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Adoption {
    /// Oldest first; the last is in force.
    pub versions: Vec<Version>,
    /// Links put right by the setting.
    pub links: BTreeMap<String, String>,
}

impl Adoption {
    pub(crate) fn apply(&mut self, event: &Event, line: &Line) {
        match event.clone() {
            Event::Adopted { policy, version, text } => {
                self.versions.push(Version {
                    policy,
                    version,
                    text,
                    adopted: line.at,
                    signed: BTreeMap::new(),
                    shown: BTreeMap::new(),
                });
            }
            Event::Signed { person, version, shown, .. } => {
                let there = self.versions.iter_mut().rev().find(|there| there.version == version);
                if let Some(there) = there {
                    if let Some(shown) = shown {
                        there.shown.insert(person.clone(), shown);
                    }
                    there.signed.insert(person, (line.at, line.seq));
                }
            }
            Event::LinkSet { name, address } => {
                self.links.insert(name, address);
            }
        }
    }

    /// The version in force.
    pub fn in_force(&self) -> Option<&Version> {
        self.versions.last()
    }

    /// The day the version in force was adopted.
    pub fn since(&self) -> Option<Date> {
        self.in_force().map(|version| date_of(version.adopted))
    }

    /// Whether somebody signed the version in force.
    pub fn signed_by(&self, person: &PersonId) -> bool {
        self.in_force().is_some_and(|version| version.signed.contains_key(person))
    }
}

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let event = match command {
        Command::Adopt { text } => {
            if text.len() > 512 * 1024 {
                return Err(Refusal::Invalid("A policy is at most 512 kB of text.".into()));
            }
            let pack =
                Pack::parse("policy", &text, &context.policy.catalogue).map_err(|error| match error {
                    Error::Mistakes(_) => Refusal::Invalid(format!("The policy cannot be adopted:\n{error}")),
                    other => Refusal::Invalid(other.to_string()),
                })?;
            if state
                .adoption
                .versions
                .iter()
                .any(|there| there.version == pack.version && there.policy == pack.id)
            {
                return Err(Refusal::Contradiction(format!(
                    "Version {} was adopted already: a changed policy needs a new date.",
                    pack.version
                )));
            }
            Event::Adopted { policy: pack.id, version: pack.version, text }
        }
        Command::Sign { person, version } => {
            let who = state.people.active(&person)?;
            let in_force = state.adoption.in_force();
            if in_force.is_none_or(|there| there.version != version) {
                return Err(Refusal::Contradiction(
                    "A newer version of the policy is in force: please read that one and sign it.".into(),
                ));
            }
            if state.adoption.signed_by(&person) {
                return Err(Refusal::Contradiction(format!("{} has signed this version.", who.name.words())));
            }
            let shown = in_force.map(crate::kept::shown);
            Event::Signed { person, version, clauses_shown: context.policy.pack.clauses.len(), shown }
        }
        Command::SetLink { name, address } => {
            let address = address.trim().to_owned();
            if !address.is_empty() && !address.starts_with("https://") && !address.starts_with("http://") {
                return Err(Refusal::Invalid("An address begins with https://".into()));
            }
            Event::LinkSet { name: words_within(&name, 120, "The name")?, address }
        }
    };
    Ok(vec![event])
}
