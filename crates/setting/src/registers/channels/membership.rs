//! Families on a channel, and whether they are still here.

use crate::record::ids::ChildId;
use crate::record::state::State;
use crate::registers::children::state::Child;

/// Whether a family has nobody here any more: the child left, and so did every other child of the family.
pub fn gone(child: &ChildId, state: &State) -> bool {
    let Some(child) = state.children.all.get(child) else { return true };
    let family = child.family.known().filter(|family| !family.is_empty());
    let sibling = |other: &Child| other.left.is_none() && other.family.known() == family;
    child.left.is_some() && !(family.is_some() && state.children.all.values().any(sibling))
}
