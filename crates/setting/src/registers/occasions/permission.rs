//! Who takes part in an event without permission for pictures.

use crate::record::ids::ChildId;
use crate::record::state::State;
use crate::registers::occasions::state::Occasion;
use crate::registers::permissions::standing;

/// The purpose that parents' pictures at an event are for.
pub const PURPOSE: &str = "event";

/// The children of an event whose parents have not permitted that other parents photograph it.
pub fn without_permission(occasion: &Occasion, state: &State) -> Vec<ChildId> {
    let lacks = |child: &&ChildId| !standing::standing(child, PURPOSE, occasion.on, state).permits();
    occasion.children.iter().filter(lacks).cloned().collect()
}
