//! What does not fit together in a policy: rules that never bite, permits that nobody ever gets, duties that nobody can do.

use crate::outcome::Rules;
use crate::space::Space;
use belisha_policy::{Carrying, Catalogue, Effect, FactKey, Policy};
use std::collections::BTreeSet;

/// Something that does not fit together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The clause.
    pub clause: String,
    /// What is the matter.
    pub says: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.clause, self.says)
    }
}

/// Everything that does not fit together in the clauses of a policy; the house's own rules are taken as they are.
///
/// # Errors
/// When a rule is of a form that is not understood.
pub fn findings(policy: &Policy) -> Result<Vec<Finding>, String> {
    let mut found = Vec::new();
    let own = |clause: &str| policy.pack.clauses.iter().any(|known| known.id == clause);
    for act in policy.catalogue.acts.keys() {
        of_act(act, policy, &own, &mut found)?;
    }
    duties(policy, &mut found);
    words(policy, &mut found);
    statements(policy, &mut found);
    let mut seen = BTreeSet::new();
    found.retain(|finding| seen.insert((finding.clause.clone(), finding.says.clone())));
    Ok(found)
}

fn of_act(
    act: &str,
    policy: &Policy,
    own: &dyn Fn(&str) -> bool,
    found: &mut Vec<Finding>,
) -> Result<(), String> {
    let rules = Rules::of(policy, act)?;
    let space = Space::new(rules.rules.iter().map(|(_, formula)| formula), &policy.catalogue);
    let decided = rules.over(&space);
    let does =
        policy.catalogue.acts.get(act).map_or(act.to_owned(), |act| act.does.replace("{device}", "a device"));
    let no = decided.outcome(crate::outcome::Outcome::No);
    for (rule, holds) in decided.holds.iter().filter(|(rule, _)| own(&rule.clause)) {
        let mut say = |says: String| found.push(Finding { clause: rule.clause.to_string(), says });
        let possible = holds.and(&space.possible);
        if possible.is_false() {
            // A control's rule that its parameters switch off is not meant to hold.
            if *rule.control != *rule.clause {
                continue;
            }
            say(format!("“{}” can never hold for {does}", rule.says));
            continue;
        }
        if rule.effect == Effect::Forbid || !possible.and_not(&no).is_false() {
            continue;
        }
        let by: BTreeSet<String> = decided
            .holds
            .iter()
            .filter(|(other, bites)| other.effect == Effect::Forbid && !bites.and(&possible).is_false())
            .map(|(other, _)| other.clause.to_string())
            .collect();
        let by: Vec<String> = by.into_iter().collect();
        let kind = if rule.effect == Effect::Permit { "permits" } else { "advises on" };
        let house = by.iter().all(|clause| clause.starts_with("house."));
        let more = if house {
            ": the house's own rules are in force beside every policy"
        } else {
            "; if it is meant as an exception, say what it lifts"
        };
        say(format!(
            "what it {kind} ({does}: {}) is always forbidden by {}{more}",
            rule.says,
            belisha_policy::join_and(&by)
        ));
    }
    for (rule, _) in rules.rules.iter().filter(|(rule, _)| own(&rule.clause)) {
        let asks_permission = rule.mentions_permission();
        let nobody = rule.grantors.iter().all(|role| !policy.catalogue.works_here(role));
        if asks_permission && nobody {
            let says = if rule.grantors.is_empty() {
                format!("{does} waits for a permission, and nobody is named who gives it")
            } else {
                format!("{does} waits for a permission that nobody who works here can give")
            };
            found.push(Finding { clause: rule.clause.to_string(), says });
        }
    }
    Ok(())
}

/// Duties that nobody who works here can do.
fn duties(policy: &Policy, found: &mut Vec<Finding>) {
    let can = |role: &String| role == "self" || policy.catalogue.works_here(role);
    for duty in &policy.duties {
        if !duty.who.is_empty() && !duty.who.iter().any(can) {
            let who = belisha_policy::join_or(&duty.who);
            let says = format!("“{}” is to be done by the {who}, and nobody of them works here", duty.does);
            found.push(Finding { clause: duty.clause.to_string(), says });
        }
    }
}

/// Words that the policy brings and nothing uses.
fn words(policy: &Policy, found: &mut Vec<Finding>) {
    let base: &Catalogue = &policy.base;
    let used_text: String =
        policy.all_rules().map(|rule| rule.condition_text()).collect::<Vec<_>>().join("\n");
    let quoted = |word: &str| used_text.contains(&format!("\"{word}\""));
    let of_duties = |word: &String| {
        policy.duties.iter().any(|duty| duty.who.contains(word) || duty.of.contains(word))
            || policy.all_rules().any(|rule| rule.grantors.contains(word))
            || policy.catalogue.concerns.values().any(|concern| concern.to.contains(word))
    };
    let mut say = |what: &str, word: &str| {
        let says = format!("the {what} `{word}` is used by no clause");
        found.push(Finding { clause: policy.pack.id.clone(), says });
    };
    for role in policy.catalogue.roles.keys().filter(|role| !base.roles.contains_key(*role)) {
        if !quoted(role) && !of_duties(role) {
            say("role", role);
        }
    }
    for act in policy.catalogue.acts.keys().filter(|act| !base.acts.contains_key(*act)) {
        if policy.rules(act).is_empty() {
            say("act", act);
        }
    }
    for name in policy.catalogue.circumstances.keys() {
        let key = FactKey::Circumstance(name.as_str().into());
        if !policy.all_rules().any(|rule| rule.mentions_fact(&key)) {
            say("circumstance", name);
        }
    }
}

/// Clauses that rest on signatures alone, without saying that this is all they want.
fn statements(policy: &Policy, found: &mut Vec<Finding>) {
    for clause in policy.pack.clauses.iter().filter(|clause| clause.carrying == Carrying::CarriedOut) {
        let all_signed = policy.of_clause(&clause.id).all(|adoption| adoption.signed && adoption.rules == 0);
        let duties = policy.duties.iter().any(|duty| *duty.clause == *clause.id);
        if all_signed && !duties && policy.of_clause(&clause.id).next().is_some() {
            let says = "it is carried out by signatures alone; say `in_part` or `by_hand` where its words ask for more".to_owned();
            found.push(Finding { clause: clause.id.clone(), says });
        }
    }
}
