//! What the lines about the places fold into.

use crate::record::ids::PlaceId;
use crate::record::moment::date_of;
use crate::record::stamp::Stamp;
use crate::registers::places::event::Event;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Its name here.
    pub name: String,
    /// The word by which the policy knows it.
    pub kind: String,
    /// Whether children are in it, or can see it.
    pub children: bool,
    /// Whether staff can see what happens there.
    pub sighted: bool,
    /// Whether devices are kept there under lock.
    pub store: bool,
    /// Since when.
    pub since: Date,
}

/// The register of places.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Places {
    /// By id.
    pub all: BTreeMap<PlaceId, Place>,
}

impl Places {
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        let Event::Set { place, name, kind, children, sighted, store } = event.clone();
        let since = self.all.get(&place).map_or_else(|| date_of(line.at), |known| known.since);
        self.all.insert(place, Place { name, kind, children, sighted, store, since });
    }

    /// The place of that id, name or kind, in this order.
    pub fn find(&self, word: &str) -> Option<(&PlaceId, &Place)> {
        self.all.get_key_value(word).or_else(|| {
            let named = |(_, place): &(&PlaceId, &Place)| place.name.eq_ignore_ascii_case(word);
            self.all.iter().find(named).or_else(|| self.all.iter().find(|(_, place)| place.kind == word))
        })
    }

    /// A place's name, for a sentence.
    pub fn name(&self, place: &PlaceId) -> String {
        self.all.get(place).map_or_else(|| place.to_string(), |known| known.name.clone())
    }
}
