//! A question in, a verdict with its clauses out.

use crate::catalogue::rule::Effect;
use crate::facts::{Facts, Value};
use crate::policy::rule::Rule;
use crate::policy::slice::Slice;
use crate::policy::whole::Policy;
use cedar_policy::{
    Authorizer, Context, Decision, Entities, EntityUid, PolicyId, PolicySet, Request, Response,
    RestrictedExpression,
};
use std::sync::{Arc, LazyLock};

/// A rule that decided.
#[derive(Debug, Clone)]
pub struct Reason(pub Arc<Rule>);

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
    pub fn lets(&self) -> bool {
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

static AUTHORIZER: LazyLock<Authorizer> = LazyLock::new(Authorizer::new);
static NO_ENTITIES: LazyLock<Entities> = LazyLock::new(Entities::empty);
/// All that a rule knows is in the context, so the three entities of a request are always the same.
static ASKER: LazyLock<Option<EntityUid>> = LazyLock::new(|| "Belisha::\"question\"".parse().ok());

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

fn evaluate(slice: &Slice, facts: &dyn Facts) -> Result<Verdict, String> {
    let context = Context::from_pairs(
        slice.mentions.iter().map(|(key, attribute)| (attribute.clone(), expression(facts.get(key)))),
    )
    .map_err(|error| error.to_string())?;
    let asker = ASKER.as_ref().ok_or("the asker's id does not parse")?;
    let request = Request::new(asker.clone(), asker.clone(), asker.clone(), context, None)
        .map_err(|error| error.to_string())?;
    let response = ask(&request, &slice.decides)?;
    let reasons = reasons(slice, &response);
    let forbids = |reasons: &[Reason]| reasons.iter().any(|reason| reason.0.effect == Effect::Forbid);
    if response.decision() == Decision::Deny && forbids(&reasons) {
        return Ok(Verdict::No(reasons));
    }
    if !slice.advises.is_empty() {
        let advice = ask(&request, &slice.advises)?;
        let against = self::reasons(slice, &advice);
        if !against.is_empty() {
            return Ok(Verdict::AdvisedAgainst(against));
        }
    }
    Ok(if response.decision() == Decision::Allow { Verdict::Yes(reasons) } else { Verdict::Silent })
}

fn ask(request: &Request, policies: &PolicySet) -> Result<Response, String> {
    let response = AUTHORIZER.is_authorized(request, policies, &NO_ENTITIES);
    let error = response.diagnostics().errors().next().map(ToString::to_string);
    error.map_or(Ok(response), Err)
}

fn reasons(slice: &Slice, response: &Response) -> Vec<Reason> {
    let index = |id: &PolicyId| AsRef::<str>::as_ref(id).parse::<usize>().ok();
    let mut found: Vec<usize> = response.diagnostics().reason().filter_map(index).collect();
    found.sort_unstable();
    found.into_iter().filter_map(|index| slice.rules.get(index).cloned().map(Reason)).collect()
}

fn expression(value: Value<'_>) -> RestrictedExpression {
    match value {
        Value::Bool(yes) => RestrictedExpression::new_bool(yes),
        Value::Word(word) => RestrictedExpression::new_string(word.into_owned()),
        Value::Words(words) => RestrictedExpression::new_set(
            words.into_iter().map(|word| RestrictedExpression::new_string(word.into_owned())),
        ),
    }
}
