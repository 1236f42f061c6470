//! What the lines about outings fold into.

use crate::record::ids::{ChildId, DeviceId, OutingId, PersonId};
use crate::record::stamp::Stamp;
use crate::registers::outings::event::Event;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One outing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outing {
    /// Where to.
    pub to: String,
    /// Which adults.
    pub people: Vec<PersonId>,
    /// Which children.
    pub children: Vec<ChildId>,
    /// Since when it is under way, and with which phone.
    pub left: Option<(Timestamp, Option<DeviceId>)>,
}

/// Outings planned and under way; earlier ones are in the log.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Outings {
    /// By id.
    pub all: BTreeMap<OutingId, Outing>,
    /// How many came back.
    pub done: u32,
    /// The one that came back last, as it was under way.
    pub latest_back: Option<(OutingId, Outing)>,
}

impl Outings {
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        match event.clone() {
            Event::Planned { outing, to, people, children } => {
                self.all.insert(outing, Outing { to, people, children, left: None });
            }
            Event::Left { outing, phone, .. } => {
                if let Some(known) = self.all.get_mut(&outing) {
                    known.left = Some((line.at, phone));
                }
            }
            Event::Back { outing } => {
                if let Some(back) = self.all.remove(&outing) {
                    self.latest_back = Some((outing, back));
                }
                self.done += 1;
            }
            Event::NotLeft { outing } => {
                if let Some(known) = self.all.get_mut(&outing) {
                    known.left = None;
                }
            }
            Event::NotBack { outing } => {
                if let Some((outing, known)) = self.latest_back.take_if(|(id, _)| *id == outing) {
                    self.all.insert(outing, known);
                    self.done = self.done.saturating_sub(1);
                }
            }
            Event::Cancelled { outing } => {
                self.all.remove(&outing);
            }
        }
    }

    /// Whether somebody is on an outing that is under way.
    pub fn has(&self, person: &PersonId) -> bool {
        self.all.values().any(|outing| outing.left.is_some() && outing.people.contains(person))
    }
}
