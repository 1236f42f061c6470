//! What looks like an attack among the sign-ins of a day.

use crate::record::ids::PersonId;
use crate::record::state::State;
use crate::registers::sign_ins::event::Event;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// So many waits for one person within a day are more than somebody who forgot.
const WAITS_MIN: usize = 3;
/// So many waits for whomever.
const WAITS_OF_ALL_MIN: usize = 6;
/// So many refusals of what is for others are more than a slip.
const DENIED_MIN: usize = 5;

/// What looks like an attack within the last day, in words, for those who lead.
pub fn alarms(state: &State, now: Timestamp) -> Vec<String> {
    let day = SignedDuration::from_hours(24);
    let lately = || state.sign_ins.latest.iter().filter(|entry| now.duration_since(entry.at) < day);
    let mut waits: BTreeMap<Option<&PersonId>, usize> = BTreeMap::new();
    let mut denied: BTreeSet<&PersonId> = BTreeSet::new();
    for entry in lately() {
        match &entry.event {
            Event::TriedInVain { person, .. } => *waits.entry(person.as_ref()).or_default() += 1,
            Event::Denied { person, .. } => _ = denied.insert(person),
            Event::SignedIn { .. } => {}
        }
    }
    let all: usize = waits.values().sum();
    let of_one = waits.into_iter().filter(|(_, count)| *count >= WAITS_MIN).filter_map(|(person, count)| {
        let name = state.people.name(person?);
        Some(format!(
            "Wrong secrets of {name} were tried again and again today, {count} times until a wait began."
        ))
    });
    let of_all = (all >= WAITS_OF_ALL_MIN)
        .then(|| format!("Wrong names and secrets were tried {all} times today until a wait began."));
    let since = now.checked_sub(day).unwrap_or(Timestamp::MIN);
    let denied = denied.into_iter().filter_map(|person| {
        let count = state.sign_ins.denied_since(person, since);
        let name = state.people.name(person);
        (count >= DENIED_MIN).then(|| format!("{name} asked for what is for others {count} times today."))
    });
    of_one.chain(of_all).chain(denied).collect()
}
