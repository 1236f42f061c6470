//! A question in, a verdict with its clauses out.

use crate::catalogue::rule::Effect;
use crate::facts::{Fact, FactKey, Facts, Value};
use crate::policy::rule::Rule;
use crate::policy::slice::{Slice, attribute};
use crate::policy::whole::Policy;
use cedar_policy_core::ast::{Context, EntityUIDEntry, Expr, Literal, Request, SlotEnv, ValueKind};
use cedar_policy_core::entities::Entities;
use cedar_policy_core::evaluator::Evaluator;
use cedar_policy_core::extensions::Extensions;
use smol_str::SmolStr;
use std::sync::{Arc, LazyLock};

/// A rule that decided.
#[derive(Debug, Clone)]
pub struct Reason(pub Arc<Rule>);

impl Reason {
    /// Whether the rule turned on this fact: its condition mentions it.
    pub fn turns_on(&self, fact: Fact) -> bool {
        self.0.mentions.contains(&FactKey::Known(fact))
    }

    /// The facts of the fixed list that the rule turned on.
    pub fn facts(&self) -> impl Iterator<Item = Fact> {
        self.0.mentions.iter().filter_map(|key| match key {
            FactKey::Known(fact) => Some(*fact),
            FactKey::Done(_) | FactKey::Circumstance(_) => None,
        })
    }
}

impl std::ops::Deref for Reason {
    type Target = Rule;

    fn deref(&self) -> &Rule {
        &self.0
    }
}

/// The answer to a question, with what decided it.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// The policy permits it.
    Yes(Vec<Reason>),
    /// The policy forbids it.
    No(Vec<Reason>),
    /// The policy advises against it and does not forbid it.
    AdvisedAgainst(Vec<Reason>),
    /// The policy says nothing about it.
    Silent,
    /// A rule could not be evaluated: a no, and the error belongs in the log.
    Fault(String),
}

impl Verdict {
    /// Whether the act may go on: yes, advised against, or silent.
    pub fn allows(&self) -> bool {
        !matches!(self, Self::No(_) | Self::Fault(_))
    }

    /// The word for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Yes(_) => "yes",
            Self::No(_) | Self::Fault(_) => "no",
            Self::AdvisedAgainst(_) => "advised against",
            Self::Silent => "silent",
        }
    }

    /// What decided it.
    pub fn reasons(&self) -> &[Reason] {
        match self {
            Self::Yes(reasons) | Self::No(reasons) | Self::AdvisedAgainst(reasons) => reasons,
            Self::Silent | Self::Fault(_) => &[],
        }
    }

    /// The clauses that decided it, each once, in the order of the policy.
    pub fn clauses(&self) -> Vec<&str> {
        let mut clauses: Vec<&str> = Vec::new();
        for reason in self.reasons() {
            if !clauses.contains(&&*reason.0.clause) {
                clauses.push(&reason.0.clause);
            }
        }
        clauses
    }
}

static NO_ENTITIES: LazyLock<Entities> = LazyLock::new(Entities::new);
static NO_SLOTS: LazyLock<SlotEnv> = LazyLock::new(SlotEnv::new);

impl Policy {
    /// Decides whether an act may be done, given the facts. Only the rules about the act are evaluated, and only the
    /// facts they mention are asked for. An error in evaluation is a no.
    pub fn decide(&self, act: &str, facts: &dyn Facts) -> Verdict {
        let Some(slice) = self.slices.get(act) else { return Verdict::Silent };
        match evaluate(slice, facts) {
            Ok(verdict) => verdict,
            Err(error) => Verdict::Fault(error),
        }
    }
}

/// Cedar's own evaluator on Cedar's own parse of each rule, and Cedar's own way from these to a decision: any forbid is
/// a no, else any permit is a yes. What `is_authorized` does beside that (it copies each condition, sets up the answer
/// anew for every policy and goes by the ids of policies) is left out; a test compares the two.
fn evaluate(slice: &Slice, facts: &dyn Facts) -> Result<Verdict, String> {
    let evaluator = evaluator(slice, facts);
    for (effect, verdict) in [
        (Effect::Forbid, Verdict::No as fn(Vec<Reason>) -> Verdict),
        (Effect::Advise, Verdict::AdvisedAgainst),
        (Effect::Permit, Verdict::Yes),
    ] {
        let reasons = holding(slice, effect, &evaluator)?;
        if !reasons.is_empty() {
            return Ok(verdict(reasons));
        }
    }
    Ok(Verdict::Silent)
}

/// An evaluator for the facts that one rule mentions.
pub(crate) fn evaluator_of(mentions: &[FactKey], facts: &dyn Facts) -> Evaluator<'static> {
    let pairs = mentions.iter().map(|key| (attribute(key), value(facts.get(key))));
    asked_with(pairs.collect())
}

/// Whether a condition is so; `None` where it is neither.
pub(crate) fn is_so(evaluator: &Evaluator<'_>, condition: &Expr) -> Option<bool> {
    match evaluator.interpret(condition, &NO_SLOTS).ok()?.value_kind() {
        ValueKind::Lit(Literal::Bool(yes)) => Some(*yes),
        _ => None,
    }
}

/// All that a rule knows is in the context: the principal, the action and the resource are never looked at.
fn evaluator(slice: &Slice, facts: &dyn Facts) -> Evaluator<'static> {
    let pairs = slice.mentions.iter().map(|(key, attribute)| (attribute.clone(), value(facts.get(key))));
    asked_with(pairs.collect())
}

fn asked_with(
    context: std::collections::BTreeMap<SmolStr, cedar_policy_core::ast::Value>,
) -> Evaluator<'static> {
    let context = Context::Value(Arc::new(context));
    let nobody = EntityUIDEntry::unknown;
    let request = Request::new_unchecked(nobody(), nobody(), nobody(), Some(context));
    Evaluator::new(request, &NO_ENTITIES, Extensions::none())
}

/// The rules of one effect that hold, in the order of the policy.
fn holding(slice: &Slice, effect: Effect, evaluator: &Evaluator<'_>) -> Result<Vec<Reason>, String> {
    let mut reasons = Vec::new();
    let of_effect = slice.rules.iter().zip(&slice.conditions).filter(|(rule, _)| rule.effect == effect);
    for (rule, condition) in of_effect {
        let value = evaluator.interpret(condition, &NO_SLOTS).map_err(|error| error.to_string())?;
        match value.value_kind() {
            ValueKind::Lit(Literal::Bool(true)) => reasons.push(Reason(rule.clone())),
            ValueKind::Lit(Literal::Bool(false)) => {}
            _ => return Err(format!("rule `{}` of `{}` is neither true nor false", rule.id, rule.control)),
        }
    }
    Ok(reasons)
}

fn value(value: Value<'_>) -> cedar_policy_core::ast::Value {
    match value {
        Value::Bool(yes) => yes.into(),
        Value::Word(word) => Literal::from(&*word).into(),
        Value::Number(number) => number.into(),
        Value::Words(words) => {
            let words = words.iter().map(|word| Literal::from(&**word));
            cedar_policy_core::ast::Value::set_of_lits(words, None)
        }
    }
}
