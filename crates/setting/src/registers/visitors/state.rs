//! What the lines about visitors fold into.

use crate::record::ids::VisitId;
use crate::record::stamp::Stamp;
use crate::registers::visitors::event::{Arrival, Event};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One visit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Visit {
    /// As they came.
    pub arrival: Arrival,
    /// When.
    pub since: Timestamp,
}

/// Who is visiting; earlier visits are in the log.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Visitors {
    /// By id.
    pub here: BTreeMap<VisitId, Visit>,
    /// How many there ever were.
    pub ever: u32,
}

impl Visitors {
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        match event.clone() {
            Event::In { visit, arrival } => {
                self.here.insert(visit, Visit { arrival: *arrival, since: line.at });
                self.ever += 1;
            }
            Event::SupervisorSet { visit, supervisor } => {
                if let Some(known) = self.here.get_mut(&visit) {
                    known.arrival.supervisor = supervisor;
                }
            }
            Event::Out { visit } => {
                self.here.remove(&visit);
            }
        }
    }
}
