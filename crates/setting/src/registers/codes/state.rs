//! What the lines about the codes of conduct fold into.

use crate::record::author::Author;
use crate::record::ids::{ChildId, PersonId};
use crate::record::moment::date_of;
use crate::record::stamp::Stamp;
use crate::registers::codes::event::Event;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
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
