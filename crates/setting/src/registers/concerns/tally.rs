//! How many concerns were filed under which risk.

use crate::record::state::State;
use crate::registers::concerns::state::Concern;
use crate::registers::duties::event::Risk;
use belisha_policy::Policy;
use std::collections::BTreeMap;

/// How many concerns were ever filed under each risk. Kinds that are about what an adult did are left out: that there
/// is one is for its route alone.
pub fn by_risk(state: &State, policy: &Policy) -> BTreeMap<Risk, u32> {
    let mut counts = BTreeMap::new();
    let about_adults = |kind: &str| policy.catalogue.concerns.get(kind).is_none_or(|kind| kind.about_adults);
    let counted = |concern: &&Concern| concern.adults.is_empty() && !about_adults(&concern.kind);
    for concern in state.concerns.all.values().filter(counted) {
        *counts.entry(concern.risk).or_default() += 1;
    }
    counts
}
