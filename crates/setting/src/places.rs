//! The places of the setting.

use crate::ids::PlaceId;
use crate::moment::date_of;
use crate::refusal::Refusal;
use crate::state::{Context, Line, new_id, words_within};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A place was put on the register, or its particulars changed.
    Set {
        /// Which.
        place: PlaceId,
        /// Its name here.
        name: String,
        /// The word by which the policy knows it.
        kind: String,
        /// Whether children are in it, or can see it.
        children: bool,
        /// Whether staff can see what happens there.
        sighted: bool,
        /// Whether devices are kept there under lock.
        store: bool,
    },
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Put a place on the register, or change it.
    Set {
        /// Which.
        place: PlaceId,
        /// Its name here.
        name: String,
        /// The word by which the policy knows it.
        kind: String,
        /// Whether children are in it, or can see it.
        #[serde(default)]
        children: bool,
        /// Whether staff can see what happens there.
        #[serde(default)]
        sighted: bool,
        /// Whether devices are kept there under lock.
        #[serde(default)]
        store: bool,
    },
}

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
    pub(crate) fn apply(&mut self, event: &Event, line: &Line) {
        let Event::Set { place, name, kind, children, sighted, store } = event.clone();
        let since = self.all.get(&place).map_or_else(|| date_of(line.at), |there| there.since);
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
        self.all.get(place).map_or_else(|| place.to_string(), |there| there.name.clone())
    }
}

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let Command::Set { place, name, kind, children, sighted, store } = command;
    new_id(place.as_str(), false, "a place")?;
    let name = words_within(&name, 80, "The place's name")?;
    let kind = words_within(&kind, 80, "The kind of place")?;
    let taken = |(id, there): (&PlaceId, &Place)| *id != place && there.name.eq_ignore_ascii_case(&name);
    if context.state.places.all.iter().any(taken) {
        return Err(Refusal::Contradiction(format!("There is a place called {name} already.")));
    }
    Ok(vec![Event::Set { place, name, kind, children, sighted, store }])
}
