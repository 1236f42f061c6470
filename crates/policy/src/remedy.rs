//! What would make a no a yes, found by asking again.

use crate::compile::{Policy, Rule};
use crate::decide::Verdict;
use crate::facts::{Fact, FactKey, Facts, Value};
use crate::text::join_or;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A change that somebody could make, as the facts it would set.
#[derive(Debug, Clone)]
pub struct Lever {
    /// The facts after the change.
    pub sets: Vec<(FactKey, Value<'static>)>,
    /// The change as an instruction.
    pub says: String,
}

/// A set of changes that together make the no a yes, and of which none can be left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remedy {
    /// The changes as instructions.
    pub changes: Vec<String>,
}

impl std::fmt::Display for Remedy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&crate::text::join_and(&self.changes))
    }
}

/// At most this many decisions are spent on remedies.
const ASKED_MAX: usize = 18;
/// At most this many remedies are shown.
const REMEDIES_MAX: usize = 4;

struct Changed<'a> {
    base: &'a dyn Facts,
    levers: &'a [&'a Lever],
}

impl Facts for Changed<'_> {
    fn get(&self, key: &FactKey) -> Value<'_> {
        let mut sets = self.levers.iter().rev().flat_map(|lever| lever.sets.iter());
        sets.find(|(there, _)| there == key).map_or_else(|| self.base.get(key), |(_, value)| value.clone())
    }
}

impl Policy {
    /// The smallest sets of changes that would make this no a yes. `places` are the moves to another place that the
    /// asker could make, each setting [`Fact::Place`] and whatever depends on it.
    pub fn remedies(&self, act: &str, facts: &dyn Facts, verdict: &Verdict, places: &[Lever]) -> Vec<Remedy> {
        let Verdict::No(reasons) = verdict else { return Vec::new() };
        let asked = Cell::new(0_usize);
        let helps = |levers: &[&Lever]| {
            asked.set(asked.get() + 1);
            asked.get() <= ASKED_MAX && self.decide(act, &Changed { base: facts, levers }).lets()
        };
        let mut found: Vec<(BTreeSet<String>, Vec<String>)> = Vec::new();
        for way in self.ways(act, facts, reasons, places) {
            let all: Vec<&Lever> = way.iter().collect();
            if all.is_empty() || !helps(&all) {
                continue;
            }
            let mut needed = all;
            let mut index = 0;
            while needed.len() > 1 && index < needed.len() {
                let fewer: Vec<&Lever> =
                    needed.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, lever)| *lever).collect();
                if helps(&fewer) { needed = fewer } else { index += 1 }
            }
            if asked.get() > ASKED_MAX {
                break;
            }
            found.push((
                needed.iter().map(|lever| lever.says.clone()).collect(),
                needed.iter().map(|lever| lever.says.clone()).collect(),
            ));
        }
        smallest(found)
    }

    /// Each way out: the levers that could satisfy one permit that lifts what forbade, or undo the forbids themselves.
    fn ways(&self, act: &str, facts: &dyn Facts, reasons: &[crate::Reason], places: &[Lever]) -> Vec<Vec<Lever>> {
        let forbids: Vec<&Arc<Rule>> = reasons.iter().map(|reason| &reason.0).collect();
        let lifting = self.rules(act).iter().filter(|permit| {
            permit.lifts.iter().any(|lifted| forbids.iter().any(|forbid| *forbid.control == **lifted))
        });
        let mut ways: Vec<Vec<Lever>> =
            lifting.map(|permit| self.levers(act, facts, &[permit], places)).collect();
        ways.push(self.levers(act, facts, &forbids, places));
        let singles: Vec<Vec<Lever>> =
            ways.last().into_iter().flatten().filter(|_| forbids.len() == 1).cloned().map(|one| vec![one]).collect();
        ways.splice(0..0, singles);
        ways
    }

    /// The levers that change a fact these rules mention, the most easily dropped first.
    fn levers(&self, act: &str, facts: &dyn Facts, rules: &[&Arc<Rule>], places: &[Lever]) -> Vec<Lever> {
        let mut keys: Vec<&FactKey> = rules.iter().flat_map(|rule| &rule.mentions).collect();
        keys.sort();
        keys.dedup();
        let mut levers: Vec<Lever> = keys.iter().filter_map(|key| self.lever(act, facts, key, rules)).collect();
        let named: Vec<&str> = rules.iter().flat_map(|rule| rule.places.iter().map(String::as_str)).collect();
        let moves = |lever: &&Lever| {
            lever.sets.iter().any(|(key, value)| {
                *key == FactKey::Known(Fact::Place)
                    && matches!(value, Value::Word(word) if named.contains(&word.as_ref()))
            })
        };
        let candidates: Vec<&Lever> = places.iter().filter(moves).collect();
        if let Some(first) = candidates.first() {
            // One move stands for all the places that the rule names; the sentence names them all.
            let says: Vec<&str> = candidates.iter().map(|lever| lever.says.as_str()).collect();
            levers.push(Lever { sets: first.sets.clone(), says: format!("go to {}", join_or(&says)) });
        }
        let mut purposes: Vec<&str> = rules.iter().flat_map(|rule| rule.purposes.iter().map(String::as_str)).collect();
        purposes.dedup();
        if let Some(first) = purposes.first() {
            let sets = vec![(FactKey::Known(Fact::Purpose), Value::Word((*first).to_owned().into()))];
            levers.push(Lever { sets, says: format!("do it only for {}", join_or(&purposes)) });
        }
        levers
    }

    fn lever(&self, act: &str, facts: &dyn Facts, key: &FactKey, rules: &[&Arc<Rule>]) -> Option<Lever> {
        let fact = match key {
            FactKey::Known(fact) => *fact,
            FactKey::Done(duty) => {
                if facts.get(key) == Value::Bool(true) {
                    return None;
                }
                let duty = self.duties.iter().find(|there| there.key == *duty)?;
                let does = duty.does.replace("{subject}", "it").replace("it: ", "");
                return Some(Lever { sets: vec![(key.clone(), Value::Bool(true))], says: format!("{does}, and record it") });
            }
        };
        let info = self.catalogue.facts.get(&fact)?;
        let to = Value::Bool(info.change_to?);
        if facts.get(key) == to {
            return None;
        }
        let mut grantors: Vec<&str> = rules
            .iter()
            .flat_map(|rule| rule.grantors.iter())
            .map(|role| self.catalogue.roles.get(role).map_or(role.as_str(), |info| info.title.as_str()))
            .collect();
        grantors.dedup();
        if grantors.is_empty() {
            grantors = self.grantors(act);
        }
        let says = info.change.as_ref()?.replace("{grantors}", &format!("the {}", join_or(&grantors)));
        Some(Lever { sets: vec![(key.clone(), to)], says })
    }
}

/// Drops every set that contains another; the fewest changes first.
fn smallest(mut found: Vec<(BTreeSet<String>, Vec<String>)>) -> Vec<Remedy> {
    found.sort_by_key(|(set, _)| set.len());
    let mut kept: Vec<(BTreeSet<String>, Vec<String>)> = Vec::new();
    for (set, changes) in found {
        if !kept.iter().any(|(smaller, _)| smaller.is_subset(&set)) {
            kept.push((set, changes));
        }
    }
    kept.into_iter().take(REMEDIES_MAX).map(|(_, changes)| Remedy { changes }).collect()
}
