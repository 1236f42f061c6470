//! The rules about one act, as Cedar.

use crate::catalogue::rule::Effect;
use crate::facts::FactKey;
use crate::mistake::{Error, Mistake};
use crate::policy::rule::Rule;
use crate::template;
use cedar_policy::{Policy, PolicyId, PolicySet};
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
        let parsed = rules.iter().enumerate().map(|(index, rule)| {
            condition(&cedar(index, rule, &rules)).map_err(|error| {
                let says = format!("rule `{}` does not parse: {error}", rule.id);
                Error::Mistakes(vec![Mistake::of_file(format!("catalogue, control {}", rule.control), says)])
            })
        });
        Ok(Self { conditions: parsed.collect::<Result<_, _>>()?, mentions, rules })
    }

    /// The forbids and permits as Cedar, each annotated with the index of its rule.
    pub(crate) fn cedar(&self) -> String {
        let deciding = self.rules.iter().enumerate().filter(|(_, rule)| rule.effect != Effect::Advise);
        deciding.map(|(index, rule)| cedar(index, rule, &self.rules)).collect()
    }
}

/// One rule as Cedar. Advice against is written as a forbid.
fn cedar(index: usize, rule: &Rule, rules: &[Arc<Rule>]) -> String {
    let effect = if rule.effect == Effect::Permit { "permit" } else { "forbid" };
    let mut text =
        format!("@id(\"{index}\")\n{effect}(principal, action, resource) when {{ {} }}", rule.condition);
    if rule.effect != Effect::Permit {
        let lifts = |permit: &&Arc<Rule>| permit.lifts.iter().any(|lifted| **lifted == *rule.control);
        for permit in rules.iter().filter(lifts) {
            text.push_str(&format!(" unless {{ {} }}", permit.condition));
        }
    }
    text.push_str(";\n");
    text
}

/// A rule's condition without the places in its text, which Cedar would carry along through every evaluation.
fn condition(text: &str) -> Result<Arc<Expr>, String> {
    let written = Policy::parse(None, text).map_err(|error| error.to_string())?;
    let json = written.to_json().map_err(|error| error.to_string())?;
    let bare = Policy::from_json(Some(PolicyId::new("rule")), json).map_err(|error| error.to_string())?;
    let one = PolicySet::from_policies([bare]).map_err(|error| error.to_string())?;
    let one: &cedar_policy_core::ast::PolicySet = one.as_ref();
    let policy = one.policies().next().ok_or("it is no rule")?;
    policy.non_scope_constraints_arc().cloned().ok_or_else(|| "it has no condition".to_owned())
}

fn attribute(key: &FactKey) -> SmolStr {
    match key {
        FactKey::Known(fact) => SmolStr::new_static(fact.name()),
        FactKey::Done(key) => template::done_attribute(key).into(),
    }
}
