//! What the lines about the policy as adopted fold into.

use crate::record::author::Author;
use crate::record::ids::PersonId;
use crate::record::moment::date_of;
use crate::record::stamp::Stamp;
use crate::registers::adoption::event::Event;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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

/// A changed version that somebody wants.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProposedVersion {
    /// The line.
    pub line: u64,
    /// When.
    pub at: Timestamp,
    /// Who wants it.
    pub by: PersonId,
    /// The pack's id.
    pub policy: String,
    /// The version, a date.
    pub version: String,
    /// The pack's text.
    pub text: String,
    /// Who agreed.
    pub agreed: BTreeSet<PersonId>,
}

/// The policy's versions.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Adoption {
    /// Oldest first; the last is in force.
    pub versions: Vec<Version>,
    /// A changed version that waits for a second person.
    pub proposed: Option<ProposedVersion>,
    /// Links put right by the setting.
    pub links: BTreeMap<String, String>,
}

impl Adoption {
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        match event.clone() {
            Event::Proposed { policy, version, text } => {
                let Author::Person(by) = line.author.clone() else { return };
                let (line, at) = (line.seq, line.at);
                let agreed = BTreeSet::new();
                self.proposed = Some(ProposedVersion { line, at, by, policy, version, text, agreed });
            }
            Event::Agreed => {
                if let (Some(proposed), Author::Person(by)) = (&mut self.proposed, line.author) {
                    proposed.agreed.insert(by.clone());
                }
            }
            Event::Declined => self.proposed = None,
            Event::Adopted { policy, version, text } => {
                self.proposed = None;
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
                let known = self.versions.iter_mut().rev().find(|known| known.version == version);
                if let Some(known) = known {
                    if let Some(shown) = shown {
                        known.shown.insert(person.clone(), shown);
                    }
                    known.signed.insert(person, (line.at, line.seq));
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
