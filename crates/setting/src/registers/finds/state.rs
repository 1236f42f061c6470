//! What the lines about devices found on children fold into.

use crate::record::ids::{ChildId, FindId, PlaceId};
use crate::record::private::Private;
use crate::record::stamp::Stamp;
use crate::registers::finds::event::Event;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One device found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Find {
    /// On whom.
    pub child: ChildId,
    /// What.
    pub item: Private,
    /// When.
    pub since: Timestamp,
    /// Where it is locked away.
    pub locked: Option<PlaceId>,
}

/// Those not handed over yet; the others are in the log.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Finds {
    /// By id.
    pub open: BTreeMap<FindId, Find>,
    /// How many were handed over.
    pub handed_over: u32,
}

impl Finds {
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        match event.clone() {
            Event::Found { find, child, item: what } => {
                self.open.insert(find, Find { child, item: what, since: line.at, locked: None });
            }
            Event::LockedAway { find, place } => {
                if let Some(known) = self.open.get_mut(&find) {
                    known.locked = Some(place);
                }
            }
            Event::HandedOver { find, .. } => {
                self.open.remove(&find);
                self.handed_over += 1;
            }
        }
    }
}
