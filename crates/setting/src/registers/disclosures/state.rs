//! What the lines about disclosures fold into.

use crate::record::author::Author;
use crate::record::ids::DisclosureId;
use crate::record::stamp::Stamp;
use crate::registers::disclosures::event::{Disclosure, Event};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A disclosure on record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sent {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Author,
    /// What.
    pub disclosure: Disclosure,
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
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        let Event::Sent { disclosure, particulars } = event.clone();
        self.all.insert(
            disclosure,
            Sent { at: line.at, by: line.author.clone(), disclosure: particulars, line: line.seq },
        );
    }
}
