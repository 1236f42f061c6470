//! What the lines about openings of records fold into.

use crate::record::author::Author;
use crate::record::stamp::Stamp;
use crate::registers::duties::event::Subject;
use crate::registers::records::event::Event;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Who opened a record last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opening {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Author,
    /// How often it was opened in all.
    pub times: u32,
}

/// The register of openings; each of them is a line of the log.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Records {
    /// The latest, by whom the record is about.
    pub openings: BTreeMap<Subject, Opening>,
}

impl Records {
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        let Event::Opened { of } = event;
        let times = self.openings.get(of).map_or(0, |known| known.times) + 1;
        self.openings.insert(of.clone(), Opening { at: line.at, by: line.author.clone(), times });
    }
}
