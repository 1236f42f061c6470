//! Who can supervise a session, and whose parents permit one.

use crate::record::ids::{ChildId, PersonId};
use crate::record::moment::date_of;
use crate::record::state::State;
use crate::registers::families::family;
use jiff::Timestamp;
use jiff::civil::Date;

/// The kind of notice by which a family was shown the policy.
pub const POLICY_SHOWN: &str = "policy-shown";

/// Whether a child may go online by what parents said after they were shown the policy.
pub fn permitted(child: &ChildId, state: &State) -> bool {
    state.online.permissions.get(child).is_some_and(|known| known.yes && known.after_shown)
}

/// Whether a child's family had been shown the policy by a day.
pub fn was_shown(child: &ChildId, on: Date, state: &State) -> bool {
    let family = family::all(state).into_iter().find(|family| family.children.contains(child));
    family.and_then(|family| family.told_on(POLICY_SHOWN, state)).is_some_and(|shown| shown <= on)
}

/// Whether somebody can supervise a session now: in, and not on a break.
pub fn can_supervise(person: &PersonId, state: &State, now: Timestamp) -> bool {
    let known = state.day.people.get(person);
    state.day.open_on(date_of(now))
        && !state.outings.has(person)
        && known.is_some_and(|known| known.on_break.is_none() && known.supervising)
}
