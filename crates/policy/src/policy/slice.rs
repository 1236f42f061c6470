//! The rules about one act, as Cedar.

use crate::catalogue::rule::Effect;
use crate::facts::FactKey;
use crate::mistake::{Error, Mistake};
use crate::policy::condition;
use crate::policy::rule::Rule;
use crate::template;
use cedar_policy_core::ast::Expr;
use smol_str::SmolStr;
use std::sync::Arc;

/// The rules about one act, parsed once.
#[derive(Debug, Default)]
pub(crate) struct Slice {
    pub(crate) rules: Vec<Arc<Rule>>,
    /// When each of the rules holds, in the same order; what lifts a forbid is in its condition.
    pub(crate) conditions: Vec<Arc<Expr>>,
    /// Every fact that the rules mention, with its attribute, in the order of the attributes.
    pub(crate) mentions: Vec<(FactKey, SmolStr)>,
}

impl Slice {
    pub(crate) fn build(rules: Vec<Arc<Rule>>) -> Result<Self, Error> {
        let mut mentions: Vec<(FactKey, SmolStr)> =
            rules.iter().flat_map(|rule| &rule.mentions).map(|key| (key.clone(), attribute(key))).collect();
        mentions.sort_by(|(_, one), (_, other)| one.cmp(other));
        mentions.dedup();
        let parsed = rules.iter().map(|rule| {
            condition::parse(&cedar(rule, &rules)).map_err(|error| {
                let says = format!("rule `{}` does not parse: {error}", rule.id);
                Error::Mistakes(vec![Mistake::of_file(format!("catalogue, control {}", rule.control), says)])
            })
        });
        Ok(Self { conditions: parsed.collect::<Result<_, _>>()?, mentions, rules })
    }

    /// Each rule with its text in Cedar.
    pub(crate) fn each(&self) -> Vec<(&Arc<Rule>, String)> {
        self.rules.iter().map(|rule| (rule, cedar(rule, &self.rules))).collect()
    }

    /// The forbids and permits as Cedar, each annotated with the index of its rule.
    pub(crate) fn cedar(&self) -> String {
        let deciding = self.rules.iter().enumerate().filter(|(_, rule)| rule.effect != Effect::Advise);
        let annotated =
            |(index, rule): (usize, &Arc<Rule>)| format!("@id(\"{index}\")\n{}", cedar(rule, &self.rules));
        deciding.map(annotated).collect()
    }
}

/// One rule as Cedar. Advice against is written as a forbid.
fn cedar(rule: &Rule, rules: &[Arc<Rule>]) -> String {
    let effect = if rule.effect == Effect::Permit { "permit" } else { "forbid" };
    let mut text = format!("{effect}(principal, action, resource) when {{ {} }}", rule.condition);
    if rule.effect != Effect::Permit {
        let lifts = |permit: &&Arc<Rule>| permit.lifts.iter().any(|lifted| **lifted == *rule.control);
        for permit in rules.iter().filter(lifts) {
            text.push_str(&format!(" unless {{ {} }}", permit.condition));
        }
    }
    text.push_str(";\n");
    text
}

pub(crate) fn attribute(key: &FactKey) -> SmolStr {
    match key {
        FactKey::Known(fact) => SmolStr::new_static(fact.name()),
        FactKey::Done(key) => template::done_attribute(key).into(),
        FactKey::Circumstance(name) => template::circumstance_attribute(name).into(),
    }
}
