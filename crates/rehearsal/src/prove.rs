//! Proof that scenarios notice: each control of each clause is taken out of the pack in turn, and at least one of the
//! scenarios that show the clause must then fail.

use crate::run::run;
use crate::scenario::Scenario;
use belisha_policy::{Catalogue, Error, Pack, Policy};
use std::sync::Arc;

/// A control of a clause whose absence no scenario notices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unnoticed {
    /// The clause.
    pub clause: String,
    /// The control.
    pub control: String,
}

impl std::fmt::Display for Unnoticed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: no scenario fails without `{}`", self.clause, self.control)
    }
}

/// Takes every carried-out control of every clause that these scenarios show out of the pack, one at a time.
///
/// # Errors
/// When a pack no longer compiles without a control.
pub fn unnoticed(
    scenarios: &[Scenario],
    pack: &Pack,
    catalogue: &Arc<Catalogue>,
) -> Result<Vec<Unnoticed>, Error> {
    let mut found = Vec::new();
    for clause in &pack.clauses {
        let showing: Vec<&Scenario> = scenarios
            .iter()
            .filter(|s| (s.policy == pack.id || s.policy.is_empty()) && s.shows.contains(&clause.id))
            .collect();
        if showing.is_empty() {
            continue;
        }
        for control in clause.adopts.keys() {
            // What a clause brings itself is in no catalogue, and is carried out.
            if catalogue.controls.get(control).is_some_and(|control| control.not_yet.is_some()) {
                continue;
            }
            let mut noticed = false;
            for scenario in &showing {
                let without = Policy::compile(pack.without(&clause.id, control), catalogue.clone())?;
                noticed = noticed || !run(scenario, without).is_empty();
            }
            if !noticed {
                found.push(Unnoticed { clause: clause.id.clone(), control: control.clone() });
            }
        }
    }
    Ok(found)
}
