//! What a proposed version would change of the policy in force, and who may agree to it.

use crate::record::ids::PersonId;
use crate::record::state::State;
use crate::registers::adoption::state::ProposedVersion;
use crate::registers::people::posts::is_concerned;
use belisha_policy::{Pack, Policy};
use std::collections::BTreeSet;

/// What a version changes of the one in force.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// The clauses that are there no more, by id.
    pub gone: Vec<String>,
    /// The new ones.
    pub new: Vec<String>,
    /// Those that say something else.
    pub changed: Vec<String>,
    /// The titles of the controls that no clause adopts any more: what they asked for or forbade is lifted.
    pub lifted: Vec<String>,
}

/// What the version that is proposed would change; nothing when none is.
pub fn proposed_changes(state: &State, policy: &Policy) -> Option<Changes> {
    let proposed = state.adoption.proposed.as_ref()?;
    let pack = Pack::parse("policy", &proposed.text, &policy.base).ok()?;
    Some(changes(&policy.pack, &pack, policy))
}

fn changes(old: &Pack, new: &Pack, policy: &Policy) -> Changes {
    let missing = |from: &Pack, in_: &Pack| -> Vec<String> {
        let gone = from.clauses.iter().filter(|clause| in_.clause(&clause.id).is_none());
        gone.map(|clause| clause.id.clone()).collect()
    };
    let controls = |pack: &Pack| -> BTreeSet<String> {
        pack.clauses.iter().flat_map(|clause| clause.adopts.keys().cloned()).collect()
    };
    // Where a word means something else, every clause that both have may.
    let same_words = old.same_words(new);
    let differs = old.clauses.iter().filter(|clause| {
        new.clause(&clause.id).is_some() && !(same_words && old.same_clause(new, &clause.id))
    });
    let lifted = &controls(old) - &controls(new);
    let title =
        |id: &String| policy.catalogue.controls.get(id).map_or(id.clone(), |control| control.title.clone());
    Changes {
        gone: missing(old, new),
        new: missing(new, old),
        changed: differs.map(|clause| clause.id.clone()).collect(),
        lifted: lifted.iter().map(title).collect(),
    }
}

/// Whether somebody may agree to a proposed version, or say no to it.
pub fn may_agree(somebody: &PersonId, proposed: &ProposedVersion, state: &State) -> bool {
    let holds = state.people.active(somebody).is_ok_and(|known| !known.posts.is_empty());
    holds && *somebody != proposed.by
}

/// Whether somebody may say no to a proposed version: whoever proposed it, and any other holder of a post whom no open
/// concern is about.
pub fn may_decline(somebody: &PersonId, proposed: &ProposedVersion, state: &State) -> bool {
    *somebody == proposed.by || (may_agree(somebody, proposed, state) && !is_concerned(somebody, state))
}
