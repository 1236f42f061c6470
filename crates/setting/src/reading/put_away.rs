//! What the policy has done with phones and watches in working hours.

use crate::record::state::State;
use crate::registers::day::event::{Item, PutAway};
use crate::registers::places::state::Place;
use belisha_policy::controls::{self, StaffWatches};
use belisha_policy::{Adoption, Policy, PutAwayState, WatchMode};

/// The states that count as put away beside "in its place" and "none here".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Accepted {
    /// Switched off.
    pub off: bool,
    /// Silent.
    pub silent: bool,
    /// Disconnected from the phone.
    pub disconnected: bool,
}

impl Accepted {
    /// What one clause accepts. "Silent" is never better than "off", and anything stored is both.
    pub(crate) fn from_adoption(adoption: &Adoption) -> Self {
        if let Some(phones) = adoption.known::<controls::PutAway>() {
            let silent = phones.state.contains(&PutAwayState::Silent);
            return Self {
                off: silent || phones.state.contains(&PutAwayState::Off),
                silent,
                disconnected: false,
            };
        }
        let mode = adoption.known::<StaffWatches>().map(|watches| watches.mode);
        Self {
            off: matches!(
                mode,
                Some(WatchMode::OffOrDisconnected | WatchMode::OffOrSilent | WatchMode::Silent)
            ),
            silent: matches!(mode, Some(WatchMode::OffOrSilent | WatchMode::Silent)),
            disconnected: mode == Some(WatchMode::OffOrDisconnected),
        }
    }

    pub(crate) fn takes(self, put: &PutAway) -> bool {
        match put {
            PutAway::Stored(_) | PutAway::None => true,
            PutAway::Off => self.off,
            PutAway::Silent => self.silent,
            PutAway::Disconnected => self.disconnected,
        }
    }
}

/// What every clause about phones accepts: nothing else is offered.
pub fn accepted_for_phones(policy: &Policy) -> Accepted {
    let all =
        || policy.adopted::<controls::PutAway>().map(|adopted| Accepted::from_adoption(adopted.adoption));
    let every = |accepts: fn(Accepted) -> bool| all().all(accepts);
    Accepted {
        off: every(|accepted| accepted.off),
        silent: every(|accepted| accepted.silent),
        disconnected: false,
    }
}

/// Whether a policy says what is done with watches.
pub fn asks_of_watches(policy: &Policy) -> bool {
    policy.adopts::<StaffWatches>()
}

/// The kinds of place that a policy names for phones or watches, with the first clause that names any.
pub(crate) fn places_named(item: Item, policy: &Policy) -> (Option<&str>, Vec<&str>) {
    let all: Vec<(&str, &[String])> = match item {
        Item::Phone => policy
            .adopted::<controls::PutAway>()
            .map(|adopted| (adopted.clause(), &*adopted.params.places))
            .collect(),
        Item::Watch => policy
            .adopted::<StaffWatches>()
            .map(|adopted| (adopted.clause(), &*adopted.params.places))
            .collect(),
    };
    let clause = all.iter().find(|(_, places)| !places.is_empty()).map(|(clause, _)| *clause);
    (clause, all.into_iter().flat_map(|(_, places)| places).map(String::as_str).collect())
}

/// The places where phones can be put: those that the policy names, or any without children that is no store of the
/// setting's devices.
pub fn places_for_phones<'a>(
    policy: &Policy,
    state: &'a State,
) -> impl Iterator<Item = (&'a crate::record::ids::PlaceId, &'a Place)> {
    let named: Vec<String> = places_named(Item::Phone, policy).1.into_iter().map(str::to_owned).collect();
    state.places.all.iter().filter(move |(_, place)| {
        if named.is_empty() { !place.children && !place.store } else { named.contains(&place.kind) }
    })
}
