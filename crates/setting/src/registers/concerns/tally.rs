//! Concerns as numbers, for those who may not read them.

use crate::record::state::State;
use crate::registers::concerns::state::Concern;
use crate::registers::duties::event::Risk;
use belisha_policy::Policy;
use std::collections::BTreeMap;

/// The concerns of which everybody may know the number. Those that are about what an adult did are left out: that there
/// is one is for its route alone, and the adult may read the numbers.
pub fn counted<'a>(state: &'a State, policy: &'a Policy) -> impl Iterator<Item = &'a Concern> {
    let about_adults = |kind: &str| policy.catalogue.concerns.get(kind).is_none_or(|kind| kind.about_adults);
    let counted = move |concern: &&Concern| concern.adults.is_empty() && !about_adults(&concern.kind);
    state.concerns.all.values().filter(counted)
}

/// How many of them were ever filed under each risk.
pub fn by_risk(state: &State, policy: &Policy) -> BTreeMap<Risk, u32> {
    let mut counts = BTreeMap::new();
    for concern in counted(state, policy) {
        *counts.entry(concern.risk).or_default() += 1;
    }
    counts
}
