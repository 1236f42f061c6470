//! Promises that a policy makes: each holds in every possible situation, or there is one in which it does not.

use crate::example::{example, in_words};
use crate::formula::Formula;
use crate::outcome::{Outcome, Rules};
use crate::space::Space;
use belisha_policy::Policy;

/// What became of a promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proved {
    /// Its id.
    pub id: String,
    /// What it says.
    pub says: String,
    /// A situation in which it is not kept, with what the policy answers there; `None`: it always is.
    pub refuted: Option<String>,
}

/// Every promise of a policy, proved or refuted.
///
/// # Errors
/// When a rule or a promise is of a form that is not understood.
pub fn promises(policy: &Policy) -> Result<Vec<Proved>, String> {
    let all = policy.promises().into_iter();
    all.map(|promise| {
        let mut refuted = None;
        for act in &promise.acts {
            let rules = Rules::of(policy, act)?;
            let condition = Formula::of_condition(&promise.condition)?;
            let formulas = rules.rules.iter().map(|(_, formula)| formula).chain([&condition]);
            let space = Space::new(formulas, &policy.catalogue);
            let decided = rules.over(&space);
            let at = space.bdd(&condition).and(&space.possible);
            let broken = at.and_not(&decided.outcome(Outcome::No));
            if let Some(situation) = example(&broken, &space, &policy.catalogue) {
                let does = policy.catalogue.acts.get(act).map_or(act.as_str(), |act| act.does.as_str());
                let words = in_words(&situation, &policy.catalogue);
                refuted =
                    Some(format!("{} is not refused here: {words}", does.replace("{device}", "a device")));
                break;
            }
        }
        Ok(Proved { id: promise.id, says: promise.says, refuted })
    })
    .collect()
}
