//! What a policy has for those who deal with a concern.

use crate::record::state::State;
use crate::registers::duties::event::Subject;
use belisha_policy::Policy;
use belisha_policy::controls::{ImageCheck, LinkedPolicies};

/// Whether somebody may look through a colleague's phone.
pub fn phones_looked_through(policy: &Policy) -> bool {
    policy.adopts::<ImageCheck>()
}

/// The procedures that the policy points to, each once, and where each is kept as far as that is on record.
pub fn procedures(state: &State, policy: &Policy) -> Vec<(String, String)> {
    let named = policy.adopted::<LinkedPolicies>().flat_map(|adopted| adopted.params.policies.iter());
    let mut all: Vec<(String, String)> = named
        .map(|name| {
            let attached = state.duties.last(LinkedPolicies::ATTACHED, &Subject::Policy(name.clone()));
            (name.clone(), attached.map_or(String::new(), |done| done.note.words().to_owned()))
        })
        .collect();
    all.sort();
    all.dedup();
    all
}
