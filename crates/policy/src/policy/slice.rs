//! The rules about one act, as Cedar.

use crate::catalogue::rule::Effect;
use crate::facts::FactKey;
use crate::mistake::{Error, Mistake};
use crate::policy::rule::Rule;
use crate::template;
use cedar_policy::PolicySet;
use std::sync::Arc;

/// The rules about one act.
#[derive(Debug, Default)]
pub(crate) struct Slice {
    pub(crate) rules: Vec<Arc<Rule>>,
    /// Forbids and permits; the policy's id is the rule's index.
    pub(crate) decides: PolicySet,
    /// Advice against, as forbids.
    pub(crate) advises: PolicySet,
    /// Every fact that the rules mention, with its attribute.
    pub(crate) mentions: Vec<(FactKey, String)>,
}

impl Slice {
    pub(crate) fn build(rules: Vec<Arc<Rule>>) -> Result<Self, Error> {
        let (mut decides, mut advises) = (String::new(), String::new());
        let mut mentions: Vec<FactKey> = rules.iter().flat_map(|rule| rule.mentions.clone()).collect();
        mentions.sort();
        mentions.dedup();
        for (index, rule) in rules.iter().enumerate() {
            let (effect, into) = match rule.effect {
                Effect::Permit => ("permit", &mut decides),
                Effect::Forbid => ("forbid", &mut decides),
                Effect::Advise => ("forbid", &mut advises),
            };
            into.push_str(&format!(
                "@id(\"{index}\")\n{effect}(principal, action, resource) when {{ {} }}",
                rule.condition
            ));
            if effect == "forbid" {
                for lift in
                    rules.iter().filter(|permit| permit.lifts.iter().any(|lifted| **lifted == *rule.control))
                {
                    into.push_str(&format!(" unless {{ {} }}", lift.condition));
                }
            }
            into.push_str(";\n");
        }
        let parse = |text: &str| -> Result<PolicySet, Error> {
            let wrong = |error: String| {
                let says = format!("a rule does not parse: {error}");
                Error::Mistakes(vec![Mistake::of_file("catalogue", says)])
            };
            let parsed: PolicySet = text.parse().map_err(|error| wrong(format!("{error}")))?;
            PolicySet::from_policies(parsed.policies().filter_map(|policy| {
                let id = policy.annotation("id")?;
                Some(policy.new_id(cedar_policy::PolicyId::new(id)))
            }))
            .map_err(|error| wrong(error.to_string()))
        };
        let attribute = |key: &FactKey| match key {
            FactKey::Known(fact) => fact.name().to_owned(),
            FactKey::Done(key) => template::done_attribute(key),
        };
        Ok(Self {
            decides: parse(&decides)?,
            advises: parse(&advises)?,
            mentions: mentions.into_iter().map(|key| (key.clone(), attribute(&key))).collect(),
            rules,
        })
    }
}
