//! Phones and watches that were not put away.

use crate::reading::attention::alarm::Found;
use crate::record::ids::PersonId;
use crate::record::moment::date_of;
use crate::record::state::State;
use crate::registers::day::event::{Item as Kept, PutAway};
use belisha_policy::{Adoption, Policy};
use jiff::Timestamp;

pub(crate) fn not_put_away(
    item: Kept,
    what: &str,
    adoption: &Adoption,
    state: &State,
    policy: &Policy,
    now: Timestamp,
) -> Vec<Found> {
    if !state.day.open_on(date_of(now)) {
        return Vec::new();
    }
    let states = adoption.params.get("state").or_else(|| adoption.params.get("mode"));
    let asks = |word: &str| states.is_some_and(|states| states.iter().any(|state| state.contains(word)));
    // "Silent" is never better than "off", and anything stored is both.
    let (off, silent) = (asks("off") || asks("silent"), asks("silent"));
    let disconnected = asks("disconnected");
    let enough = |put: &PutAway| match put {
        PutAway::Stored(_) | PutAway::None => true,
        PutAway::Off => off,
        PutAway::Silent => silent,
        PutAway::Disconnected => disconnected,
    };
    let adopts = |control: &str| policy.of_control(control).next().is_some();
    let (by_agreement, acts) = (adopts("phones.exceptional-agreement"), ["use", "call", "carry"]);
    let excepted = |person: &PersonId| {
        by_agreement && state.exceptions.held_by(person, now).any(|there| acts.contains(&there.act.as_str()))
    };
    let breaks = adopts(if item == Kept::Phone { "phones.breaks" } else { "watches.breaks" });
    let outings = adopts("phones.outing-personal") || adopts("watches.outings");
    state
        .day
        .people
        .iter()
        .filter(|(id, presence)| {
            let team = state.people.all.get(*id).is_some_and(|person| person.is("team", &policy.catalogue));
            let resting = breaks && presence.on_break.is_some();
            let away = outings && state.outings.has(id);
            let put_away = presence.put.get(&item).is_some_and(enough);
            team && !resting && !away && !put_away && !excepted(id)
        })
        .map(|(id, _)| (id.to_string(), format!("{} has not put a {what} away.", state.people.name(id))))
        .collect()
}
