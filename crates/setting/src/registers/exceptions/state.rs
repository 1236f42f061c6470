//! What the lines about exceptions fold into.

use crate::record::ids::{ExceptionId, PersonId};
use crate::record::stamp::Stamp;
use crate::registers::exceptions::event::{Event, Exception};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The exceptions of today; older ones are in the log.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Exceptions {
    /// By id.
    pub all: BTreeMap<ExceptionId, Exception>,
    /// How many were ever granted.
    pub granted: u32,
}

impl Exceptions {
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        match event.clone() {
            Event::Granted { exception, terms } => {
                self.all.retain(|_, known| known.until > line.at);
                self.all.insert(exception, terms);
                self.granted += 1;
            }
            Event::Ended { exception } => {
                self.all.remove(&exception);
            }
        }
    }

    /// Whether an exception covers this person, act and place now.
    /// `places` are the words for the place: its id, name and kind.
    pub fn cover(&self, person: &PersonId, act: &str, places: &[&str], now: Timestamp) -> bool {
        self.held_by(person, now)
            .any(|known| known.act == act && known.place.as_deref().is_none_or(|only| places.contains(&only)))
    }

    /// Somebody's exceptions that hold now.
    pub fn held_by(&self, person: &PersonId, now: Timestamp) -> impl Iterator<Item = &Exception> {
        self.all.values().filter(move |known| known.person == *person && known.until > now)
    }
}
