//! What the lines about signing in fold into.

use crate::record::ids::PersonId;
use crate::record::stamp::Stamp;
use crate::registers::sign_ins::event::Event;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// At most so many are held; the older ones are in the log.
const ENTRIES_MAX: usize = 200;

/// One of the latest lines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// What.
    pub event: Event,
}

/// Signing in.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SignIns {
    /// The latest lines, the newest last.
    pub latest: VecDeque<Entry>,
}

impl SignIns {
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        if self.latest.len() >= ENTRIES_MAX {
            self.latest.pop_front();
        }
        self.latest.push_back(Entry { at: line.at, event: event.clone() });
    }

    /// How often somebody was denied something since a time.
    pub fn denied_since(&self, person: &PersonId, since: Timestamp) -> usize {
        let denied = |entry: &&Entry| {
            entry.at >= since && matches!(&entry.event, Event::Denied { person: by, .. } if by == person)
        };
        self.latest.iter().filter(denied).count()
    }
}
