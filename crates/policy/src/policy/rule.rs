//! Rules of a policy.

use crate::catalogue::control::Control;
use crate::catalogue::param::ParamKind;
use crate::catalogue::rule::{Effect, OwnRule, RuleText};
use crate::facts::{Fact, FactKey};
use crate::mistake::{Error, Mistake};
use crate::pack::clause::Clause;
use crate::pack::narrowing::Narrowing;
use crate::template::{self, Params};
use std::sync::Arc;

/// A rule of the policy, as a decision cites it.
#[derive(Debug)]
pub struct Rule {
    /// The clause it comes from.
    pub clause: Arc<str>,
    /// The control it comes from.
    pub control: Arc<str>,
    /// The rule's id within the control.
    pub id: String,
    /// What it does.
    pub effect: Effect,
    /// Why, in a few words.
    pub says: String,
    /// The roles that may grant the exception it asks for.
    pub grantors: Vec<String>,
    /// The places it names.
    pub places: Vec<String>,
    /// The purposes it names.
    pub purposes: Vec<String>,
    pub(crate) lifts: Vec<String>,
    pub(crate) condition: String,
    pub(crate) mentions: Vec<FactKey>,
}

impl Rule {
    pub(crate) fn new(
        clause: &Clause,
        id: &str,
        control: &Control,
        params: &Params,
        text: &RuleText,
    ) -> Result<Self, Error> {
        if let Some(own) = &text.own {
            return Ok(Self::of_clause(clause, id, text, own));
        }
        let mut duties = Vec::new();
        let condition = template::condition(&text.when, id, params, &mut duties).map_err(|placeholder| {
            let says = format!("rule `{}`: {placeholder} means nothing", text.id);
            Error::Mistakes(vec![Mistake::of_file(format!("catalogue, control {id}"), says)])
        })?;
        let of_kind = |kind: ParamKind, used: bool| -> Vec<String> {
            let named = control.params.iter().filter(|(name, param)| {
                param.kind == kind && (!used || text.when.contains(&format!(":{name}:")))
            });
            named.flat_map(|(name, _)| params.get(name).cloned().unwrap_or_default()).collect()
        };
        let grantors = control
            .params
            .iter()
            .filter(|(_, param)| param.grants)
            .flat_map(|(name, _)| params.get(name).cloned().unwrap_or_default())
            .collect();
        Ok(Self {
            clause: clause.id.as_str().into(),
            control: id.into(),
            id: text.id.clone(),
            effect: text.effect,
            says: text.says.clone(),
            grantors,
            places: of_kind(ParamKind::Places, true),
            purposes: of_kind(ParamKind::Purposes, true),
            lifts: text.lifts.clone(),
            mentions: template::mentions(&condition, &duties),
            condition,
        })
    }

    /// Whether it turns on an exception that somebody grants.
    pub fn mentions_permission(&self) -> bool {
        self.mentions.contains(&FactKey::Known(Fact::Granted))
    }

    /// Whether its condition mentions a fact.
    pub fn mentions_fact(&self, key: &FactKey) -> bool {
        self.mentions.contains(key)
    }

    /// Its condition, in Cedar.
    pub fn condition_text(&self) -> &str {
        &self.condition
    }

    /// The rule as narrow and as strict as its adoption is.
    pub(crate) fn narrowed(mut self, narrowing: &Narrowing) -> Self {
        self.effect = narrowing.effect(self.effect);
        if !narrowing.condition.is_empty() {
            self.condition = format!("({}) && {}", self.condition, narrowing.condition);
            self.mentions.extend(narrowing.mentions.iter().cloned());
            self.mentions.sort();
            self.mentions.dedup();
        }
        self
    }

    /// A rule that a clause brings itself, read when the pack was.
    fn of_clause(clause: &Clause, id: &str, text: &RuleText, own: &OwnRule) -> Self {
        let mut mentions = own.mentions.clone();
        mentions.sort();
        mentions.dedup();
        Self {
            clause: clause.id.as_str().into(),
            control: id.into(),
            id: text.id.clone(),
            effect: text.effect,
            says: text.says.clone(),
            grantors: own.grantors.clone(),
            places: own.places.clone(),
            purposes: own.purposes.clone(),
            lifts: text.lifts.clone(),
            mentions,
            condition: own.condition.clone(),
        }
    }
}
