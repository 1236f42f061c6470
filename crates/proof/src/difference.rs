//! Every difference between two policies, grouped by the clauses that make it.

use crate::example::{example, in_words};
use crate::outcome::{Decided, Outcome, Rules};
use crate::space::Space;
use belisha_policy::Policy;
use biodivine_lib_bdd::Bdd;
use std::collections::{BTreeMap, BTreeSet};

/// What becomes different, for which acts, by which clauses, with one situation in which it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What the first policy says.
    pub before: Outcome,
    /// What the second says.
    pub after: Outcome,
    /// The acts, in words.
    pub acts: Vec<String>,
    /// The clauses of the first that decide there.
    pub clauses_before: Vec<String>,
    /// The clauses of the second that decide there.
    pub clauses_after: Vec<String>,
    /// One situation, as usual as can be.
    pub example: String,
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let by = |clauses: &[String]| {
            if clauses.is_empty() {
                String::new()
            } else {
                format!(" ({})", belisha_policy::join_and(clauses))
            }
        };
        write!(
            f,
            "{}: {}{} instead of {}{}. For example: {}.",
            belisha_policy::join_and(&self.acts),
            self.after.word(),
            by(&self.clauses_after),
            self.before.word(),
            by(&self.clauses_before),
            self.example
        )
    }
}

/// At most so many groups of clauses are told apart for one act and one change; the rest counts to the last of them.
const GROUPS_MAX: usize = 24;

/// Every difference between two policies, in every possible situation. None: no question is answered otherwise.
///
/// # Errors
/// When a rule is of a form that is not understood.
pub fn differences(before: &Policy, after: &Policy) -> Result<Vec<Difference>, String> {
    let acts: BTreeSet<&String> = before.catalogue.acts.keys().chain(after.catalogue.acts.keys()).collect();
    let mut found: BTreeMap<(Outcome, Outcome, Vec<String>, Vec<String>), Difference> = BTreeMap::new();
    for act in acts {
        for one in of_act(act, before, after)? {
            let key = (one.before, one.after, one.clauses_before.clone(), one.clauses_after.clone());
            match found.get_mut(&key) {
                Some(known) => known.acts.extend(one.acts),
                None => drop(found.insert(key, one)),
            }
        }
    }
    let mut all: Vec<Difference> = found.into_values().collect();
    for one in &mut all {
        one.acts.sort();
        one.acts.dedup();
    }
    // What is no longer refused first: it is what a second reader looks for.
    all.sort_by_key(|one| {
        (one.before != Outcome::No, one.after != Outcome::No, std::cmp::Reverse(one.acts.len()))
    });
    Ok(all)
}

fn of_act(act: &str, before: &Policy, after: &Policy) -> Result<Vec<Difference>, String> {
    if before.cedar_all(act) == after.cedar_all(act) {
        return Ok(Vec::new());
    }
    let (one, two) = (Rules::of(before, act)?, Rules::of(after, act)?);
    let formulas = one.rules.iter().chain(&two.rules).map(|(_, formula)| formula);
    let space = Space::new(formulas, &after.catalogue);
    let (one, two) = (one.over(&space), two.over(&space));
    let mut found = Vec::new();
    for from in Outcome::ALL {
        let was = one.outcome(from).and(&space.possible);
        if was.is_false() {
            continue;
        }
        for to in Outcome::ALL.into_iter().filter(|to| *to != from) {
            let mut left = was.and(&two.outcome(to));
            for _ in 0..GROUPS_MAX {
                let Some(situation) = example(&left, &space, &after.catalogue) else { break };
                let at = |decided: &Decided<'_>, outcome| {
                    deciding(decided, outcome, &left, &space, &after.catalogue)
                };
                let ((clauses_before, group_before), (clauses_after, group_after)) =
                    (at(&one, from), at(&two, to));
                let group = group_before.and(&group_after);
                found.push(Difference {
                    before: from,
                    after: to,
                    acts: vec![does(act, before, after)],
                    clauses_before,
                    clauses_after,
                    example: in_words(&situation, &after.catalogue),
                });
                left = left.and_not(&group);
            }
        }
    }
    Ok(found)
}

/// The clauses whose rules decide in the most usual of these situations, and the situations that they decide.
fn deciding(
    decided: &Decided<'_>,
    outcome: Outcome,
    left: &Bdd,
    space: &Space,
    catalogue: &belisha_policy::Catalogue,
) -> (Vec<String>, Bdd) {
    let Some(situation) = example(left, space, catalogue) else {
        return (Vec::new(), space.variables.mk_false());
    };
    let mut at = space.variables.mk_true();
    for (atom, yes) in &situation {
        let literal = space.atom(atom);
        at = at.and(&if *yes { literal } else { literal.not() });
    }
    let mut clauses = Vec::new();
    let mut group: Option<Bdd> = None;
    for (rule, holds) in decided.deciding(outcome) {
        if !holds.and(&at).is_false() {
            clauses.push(rule.clause.to_string());
            group = Some(group.map_or_else(|| holds.clone(), |group| group.or(holds)));
        }
    }
    clauses.dedup();
    // Where nothing decides, all that is silent belongs together.
    (clauses, group.unwrap_or_else(|| space.variables.mk_true()))
}

fn does(act: &str, before: &Policy, after: &Policy) -> String {
    let known = after.catalogue.acts.get(act).or_else(|| before.catalogue.acts.get(act));
    known.map_or(act.to_owned(), |act| act.does.replace("{device}", "a device"))
}
