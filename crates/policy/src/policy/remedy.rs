//! What would make a no a yes, found by asking again.

use crate::catalogue::rule::Effect;
use crate::facts::{Fact, FactKey, Facts, Value};
use crate::policy::decide::{Reason, Verdict};
use crate::policy::rule::Rule;
use crate::policy::whole::Policy;
use crate::text::join_or;
use std::cell::Cell;
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
const ASKED_MAX: usize = 19;
/// At most this many remedies are shown.
const REMEDIES_MAX: usize = 4;

struct Changed<'a> {
    base: &'a dyn Facts,
    levers: &'a [&'a Lever],
}

impl Facts for Changed<'_> {
    fn get(&self, key: &FactKey) -> Value<'_> {
        let mut sets = self.levers.iter().rev().flat_map(|lever| lever.sets.iter());
        sets.find(|(known, _)| known == key).map_or_else(|| self.base.get(key), |(_, value)| value.clone())
    }
}

/// A way out: changes that might do it together, and the moves of which one belongs to them.
struct Way<'a> {
    levers: Vec<Lever>,
    moves: Vec<&'a Lever>,
}

impl Policy {
    /// The smallest sets of changes that would make this no a yes. `places` are the moves to another place that the
    /// asker could make, each setting [`Fact::Place`] and whatever depends on it.
    pub fn remedies(&self, act: &str, facts: &dyn Facts, verdict: &Verdict, places: &[Lever]) -> Vec<Remedy> {
        let Verdict::No(reasons) = verdict else { return Vec::new() };
        let asked = Cell::new(0_usize);
        let helps = |levers: &[&Lever]| {
            asked.set(asked.get() + 1);
            asked.get() <= ASKED_MAX && self.decide(act, &Changed { base: facts, levers }).allows()
        };
        let mut found = Vec::new();
        for way in self.ways(act, facts, reasons, places) {
            if asked.get() < ASKED_MAX {
                found.extend(needed(&way, &helps));
            }
        }
        smallest(found)
    }

    /// Each way out: what could satisfy one permit that lifts what forbade, then what could undo the forbids.
    fn ways<'a>(
        &self,
        act: &str,
        facts: &dyn Facts,
        reasons: &[Reason],
        places: &'a [Lever],
    ) -> Vec<Way<'a>> {
        let forbids: Vec<&Arc<Rule>> = reasons.iter().map(|reason| &reason.0).collect();
        let permits: Vec<&Arc<Rule>> =
            self.rules(act).iter().filter(|rule| rule.effect == Effect::Permit).collect();
        let lifting = permits.iter().filter(|permit| {
            permit.lifts.iter().any(|lifted| forbids.iter().any(|forbid| *forbid.control == **lifted))
        });
        // Single changes first: each costs one decision.
        let levers = self.levers(act, facts, &forbids);
        let mut ways: Vec<Way<'a>> =
            levers.iter().map(|lever| Way { levers: vec![lever.clone()], moves: Vec::new() }).collect();
        ways.extend(lifting.map(|permit| Way {
            levers: self.levers(act, facts, &[permit]),
            moves: moves(&[permit], &[], places),
        }));
        ways.push(Way { levers: Vec::new(), moves: moves(&forbids, &permits, places) });
        if levers.len() > 1 {
            ways.push(Way { levers, moves: Vec::new() });
        }
        ways.retain(|way| !way.levers.is_empty() || !way.moves.is_empty());
        ways
    }

    /// The levers that change a fact these rules mention, the most easily dropped first.
    fn levers(&self, act: &str, facts: &dyn Facts, rules: &[&Arc<Rule>]) -> Vec<Lever> {
        let mut keys: Vec<&FactKey> = rules.iter().flat_map(|rule| &rule.mentions).collect();
        keys.sort();
        keys.dedup();
        let mut levers: Vec<Lever> =
            keys.iter().filter_map(|key| self.lever(act, facts, key, rules)).collect();
        for rule in rules.iter().filter(|rule| !rule.purposes.is_empty()) {
            let first = rule.purposes.first().cloned().unwrap_or_default();
            let sets = vec![(FactKey::Known(Fact::Purpose), Value::Word(first.into()))];
            let says = format!("do it only for {}", join_or(&rule.purposes));
            if !levers.iter().any(|lever| lever.says == says) {
                levers.push(Lever { sets, says });
            }
        }
        levers
    }

    fn lever(&self, act: &str, facts: &dyn Facts, key: &FactKey, rules: &[&Arc<Rule>]) -> Option<Lever> {
        let fact = match key {
            FactKey::Known(fact) => *fact,
            FactKey::Circumstance(name) => {
                let known = self.catalogue.circumstances.get(&**name)?;
                let to = Value::Bool(known.change_to?);
                if facts.get(key) == to {
                    return None;
                }
                return Some(Lever { sets: vec![(key.clone(), to)], says: known.change.clone()? });
            }
            FactKey::Done(duty) => {
                if facts.get(key) == Value::Bool(true) {
                    return None;
                }
                let duty = self.duties.iter().find(|known| known.key == *duty)?;
                let does = duty.does.replace("{subject}", "it").replace("it: ", "");
                return Some(Lever {
                    sets: vec![(key.clone(), Value::Bool(true))],
                    says: format!("{does}, and record it"),
                });
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
        if let Some(says) = facts.change(fact) {
            return Some(Lever { sets: vec![(key.clone(), to)], says });
        }
        let says = info.change.as_ref()?.replace("{grantors}", &format!("the {}", join_or(&grantors)));
        Some(Lever { sets: vec![(key.clone(), to)], says })
    }
}

/// The moves that these rules have a word about: to a place they name; else, where they turn on children being there,
/// to one without; else, where they turn on the place, to one that a permit of the act names.
fn moves<'a>(rules: &[&Arc<Rule>], permits: &[&Arc<Rule>], places: &'a [Lever]) -> Vec<&'a Lever> {
    let mentions = |wanted: fn(&FactKey) -> bool| rules.iter().any(|rule| rule.mentions.iter().any(wanted));
    let to = |words: &[&str]| -> Vec<&'a Lever> {
        let named = |lever: &&Lever| {
            lever.sets.iter().any(|(key, value)| {
                *key == FactKey::Known(Fact::Place)
                    && matches!(value, Value::Word(word) if words.contains(&word.as_ref()))
            })
        };
        places.iter().filter(named).collect()
    };
    let named: Vec<&str> = rules.iter().flat_map(|rule| rule.places.iter().map(String::as_str)).collect();
    if !named.is_empty() {
        return to(&named);
    }
    if mentions(|key| *key == FactKey::Known(Fact::ChildrenHere)) {
        let empty = (FactKey::Known(Fact::ChildrenHere), Value::Bool(false));
        return places.iter().filter(|lever| lever.sets.contains(&empty)).collect();
    }
    if mentions(|key| *key == FactKey::Known(Fact::Place)) {
        let permitted: Vec<&str> =
            permits.iter().flat_map(|rule| rule.places.iter().map(String::as_str)).collect();
        return to(&permitted);
    }
    Vec::new()
}

/// At most this many places are tried for one way.
const PLACES_MAX: usize = 4;

/// The changes of a way of which none can be left out; the places that do equally well are named together.
fn needed(way: &Way<'_>, helps: &dyn Fn(&[&Lever]) -> bool) -> Option<Vec<String>> {
    let levers: Vec<&Lever> = way.levers.iter().collect();
    let with = |place: &'_ Lever| helps(&[levers.as_slice(), &[place]].concat());
    let good: Vec<&Lever> = way.moves.iter().copied().filter(|place| with(place)).take(PLACES_MAX).collect();
    if way.moves.is_empty() && !helps(&levers) || !way.moves.is_empty() && good.is_empty() {
        return None;
    }
    let mut all: Vec<&Lever> = levers;
    all.extend(good.first());
    let mut index = 0;
    while all.len() > 1 && index < all.len() {
        let fewer: Vec<&Lever> =
            all.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, lever)| *lever).collect();
        if helps(&fewer) { all = fewer } else { index += 1 }
    }
    let is_move = |lever: &Lever| good.first().is_some_and(|first| std::ptr::eq(*first, lever));
    // A place that did together with a change that is no longer needed is named only if it still does.
    let rest: Vec<&Lever> = all.iter().copied().filter(|lever| !is_move(lever)).collect();
    let fewer = rest.len() < way.levers.len();
    let still = |place: &&Lever| is_move(place) || !fewer || helps(&[rest.as_slice(), &[*place]].concat());
    let names: Vec<&str> =
        good.iter().copied().filter(|place| still(place)).map(|place| place.says.as_str()).collect();
    let says = all
        .iter()
        .map(|lever| if is_move(lever) { format!("go to {}", join_or(&names)) } else { lever.says.clone() });
    Some(says.collect())
}

/// Drops every set that contains another; the fewest changes first.
fn smallest(mut found: Vec<Vec<String>>) -> Vec<Remedy> {
    found.sort_by_key(Vec::len);
    let mut kept: Vec<Vec<String>> = Vec::new();
    for changes in found {
        // Two moves on their own say the same: the first names the places that do.
        let move_only = |changes: &[String]| matches!(changes, [one] if one.starts_with("go to "));
        let said = |fewer: &Vec<String>| {
            fewer.iter().all(|change| changes.contains(change)) || move_only(fewer) && move_only(&changes)
        };
        if !kept.iter().any(said) {
            kept.push(changes);
        }
    }
    kept.into_iter().take(REMEDIES_MAX).map(|changes| Remedy { changes }).collect()
}
