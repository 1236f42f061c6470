//! Phones and watches that were not put away.

use crate::reading::attention::alarm::Found;
use crate::reading::put_away::Accepted;
use crate::record::ids::PersonId;
use crate::record::moment::date_of;
use crate::record::state::State;
use crate::registers::day::event::Item as Kept;
use belisha_policy::KnownAct;
use belisha_policy::KnownRole;
use belisha_policy::controls::{
    ExceptionalAgreement, OutingPersonal, PhoneBreaks, WatchBreaks, WatchOutings,
};
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
    let accepted = Accepted::from_adoption(adoption);
    let (by_agreement, acts) =
        (policy.adopts::<ExceptionalAgreement>(), [KnownAct::Use, KnownAct::Call, KnownAct::Carry]);
    let excepted = |person: &PersonId| {
        by_agreement
            && state
                .exceptions
                .held_by(person, now)
                .any(|exception| acts.iter().any(|act| exception.act == *act))
    };
    let breaks = match item {
        Kept::Phone => policy.adopts::<PhoneBreaks>(),
        Kept::Watch => policy.adopts::<WatchBreaks>(),
    };
    let outings = policy.adopts::<OutingPersonal>() || policy.adopts::<WatchOutings>();
    state
        .day
        .people
        .iter()
        .filter(|(id, presence)| {
            let team = state
                .people
                .all
                .get(*id)
                .is_some_and(|person| person.has_role(KnownRole::Team, &policy.catalogue));
            let resting = breaks && presence.on_break.is_some();
            let away = outings && state.outings.has(id);
            let put_away = presence.put.get(&item).is_some_and(|put| accepted.takes(put));
            team && !resting && !away && !put_away && !excepted(id)
        })
        .map(|(id, _)| (id.to_string(), format!("{} has not put a {what} away.", state.people.name(id))))
        .collect()
}
