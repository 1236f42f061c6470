//! What stands behind an answer that no rule forbids: the gates that a yes has passed, and the rule nearest to a silence.

use crate::catalogue::rule::Effect;
use crate::facts::{Fact, FactKey, Facts, Value};
use crate::policy::condition;
use crate::policy::decide::{Reason, evaluator_of, is_so};
use crate::policy::rule::Rule;
use crate::policy::whole::Policy;
use crate::template;
use std::sync::Arc;

/// The rule that would have answered had a little been otherwise, and what was not so.
#[derive(Debug, Clone)]
pub struct Nearest {
    /// The rule.
    pub rule: Reason,
    /// What would have had to be so, in words.
    pub lacks: Vec<String>,
}

/// A question as if nothing had been done and nothing permitted.
struct Undone<'a>(&'a dyn Facts);

impl Facts for Undone<'_> {
    fn get(&self, key: &FactKey) -> Value<'_> {
        match key {
            FactKey::Done(_) | FactKey::Known(Fact::Granted) => Value::Bool(false),
            _ => self.0.get(key),
        }
    }
}

impl Policy {
    /// The gates that this answer has passed: what would forbid the act had something not been done or permitted.
    pub fn gates(&self, act: &str, facts: &dyn Facts) -> Vec<Reason> {
        let waits = |rule: &&Arc<Rule>| {
            let of_doing = |key: &FactKey| matches!(key, FactKey::Done(_) | FactKey::Known(Fact::Granted));
            rule.effect == Effect::Forbid && rule.mentions.iter().any(of_doing)
        };
        let undone = self.decide(act, &Undone(facts));
        let gates = undone.reasons().iter().filter(|reason| waits(&&reason.0));
        if undone.allows() { Vec::new() } else { gates.cloned().collect() }
    }

    /// The rule nearest to a silence: the one of which least is not so. None where the policy has no rule about the act.
    pub fn nearest_rule(&self, act: &str, facts: &dyn Facts) -> Option<Nearest> {
        let rules = self.rules(act).iter();
        let judged = rules.filter_map(|rule| {
            let parts = conjuncts(&rule.condition);
            let evaluator = evaluator_of(&rule.mentions, facts);
            let lacking: Vec<&str> = parts
                .iter()
                .copied()
                .filter(|part| {
                    let text = format!("permit(principal, action, resource) when {{ {part} }};");
                    condition::parse(&text).is_ok_and(|parsed| is_so(&evaluator, &parsed) == Some(false))
                })
                .collect();
            (!lacking.is_empty()).then_some((lacking.len() * 100 / parts.len().max(1), lacking, rule))
        });
        let (_, lacking, rule) = judged.min_by_key(|(share, lacking, _)| (lacking.len(), *share))?;
        let lacks = lacking.iter().map(|part| self.said(part)).collect();
        Some(Nearest { rule: Reason(rule.clone()), lacks })
    }

    /// A part of a condition in words.
    fn said(&self, part: &str) -> String {
        let words = template::attributes(part).filter_map(|name| {
            if let Some(fact) = Fact::named(name) {
                return self.catalogue.facts.get(&fact).map(|info| info.says.clone());
            }
            let circumstance = self.catalogue.circumstances.iter();
            let mut named = circumstance.filter(|(id, _)| template::circumstance_attribute(id) == name);
            if let Some((_, known)) = named.next() {
                return Some(known.asks.clone());
            }
            let duty = self.duties.iter().find(|duty| template::done_attribute(&duty.key) == name)?;
            Some(format!("done: {}", duty.does.replace("{subject}", "it")))
        });
        let mut words: Vec<String> = words.collect();
        words.dedup();
        let quoted: Vec<&str> = part.split('"').skip(1).step_by(2).collect();
        let of = if quoted.is_empty() { String::new() } else { format!(" ({})", quoted.join(", ")) };
        let not = if part.trim_start().starts_with('!') { "not: " } else { "" };
        format!("{not}{}{of}", words.join("; "))
    }
}

/// The parts of a condition that all have to be so.
fn conjuncts(condition: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut quoted, mut from) = (Vec::new(), 0_u32, false, 0);
    let bytes = condition.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' if quoted => at += 1,
            b'"' => quoted = !quoted,
            b'(' | b'[' if !quoted => depth += 1,
            b')' | b']' if !quoted => depth = depth.saturating_sub(1),
            b'&' if !quoted && depth == 0 && bytes.get(at + 1) == Some(&b'&') => {
                parts.extend(condition.get(from..at));
                from = at + 2;
                at += 1;
            }
            b'|' if !quoted && depth == 0 => return vec![condition.trim()],
            _ => {}
        }
        at += 1;
    }
    parts.extend(condition.get(from..));
    parts.into_iter().map(str::trim).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_is_parted_where_all_has_to_be_so() {
        assert_eq!(
            conjuncts("a && (b && c) && [\"x && y\"].contains(d)"),
            ["a", "(b && c)", "[\"x && y\"].contains(d)"]
        );
        assert_eq!(conjuncts("a || b"), ["a || b"]);
        assert_eq!(conjuncts("a"), ["a"]);
    }
}
