//! What the lines about the time fold into.

use crate::record::author::Author;
use crate::record::stamp::Stamp;
use crate::registers::clock::event::Event;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// What somebody said the time was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// The time that was stated.
    pub at: Timestamp,
    /// Who said so.
    pub by: Author,
    /// What the machine's clock said.
    pub machine: Timestamp,
    /// Whether lines before it are dated later.
    pub back: bool,
}

/// The time, where it had to be stated.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Clock {
    /// The latest statement.
    pub stated: Option<Statement>,
}

/// For how long a stated time erases nothing, in hours.
const SETTLED_AFTER_HOURS: i64 = 24;

impl Clock {
    /// Whether the time was not stated within the last day.
    pub fn is_settled(&self, now: Timestamp) -> bool {
        let settled = SignedDuration::from_hours(SETTLED_AFTER_HOURS);
        self.stated.as_ref().is_none_or(|stated| now.duration_since(stated.at) >= settled)
    }

    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        match event {
            Event::Stated { machine, back, .. } => {
                self.stated =
                    Some(Statement { at: line.at, by: line.author.clone(), machine: *machine, back: *back });
            }
            Event::Beat {} => {}
        }
    }
}
