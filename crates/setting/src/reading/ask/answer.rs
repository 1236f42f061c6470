//! "May I…?": a question about this setting, now, answered by its policy.

use crate::reading::ask::known::{unknown_things, unknown_words};
use crate::reading::ask::question::{Question, Supposition};
use crate::reading::ask::situation::Situation;
use crate::record::state::State;
use belisha_policy::{Fact, FactType, Nearest, Policy, Reason, Remedy, Verdict};
use jiff::Timestamp;
use std::borrow::Cow;

/// The answer to a question.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The verdict, with what decided it.
    pub verdict: Verdict,
    /// What would make a no a yes.
    pub remedies: Vec<Remedy>,
    /// The ratio's sum, where the answer turned on it.
    pub sum: Option<String>,
    /// Circumstances on which the answer turns and of which the question says nothing: each with what is asked. The
    /// verdict is then the strictest there can be.
    pub asks: Vec<Asked>,
    /// Words of the question that nobody knows, each in a sentence: then nothing is permitted by the answer.
    pub unknown: Vec<String>,
    /// What a yes or a silence has passed: what would forbid it had something not been done or permitted.
    pub gates: Vec<Reason>,
    /// Where the policy says nothing: the rule nearest to it, and what was not so.
    pub nearest: Option<Nearest>,
}

/// A circumstance that whoever asks is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its name.
    pub name: String,
    /// The question.
    pub asks: String,
    /// Whether the answer is a number; else yes or no.
    pub number: bool,
}

impl Answer {
    /// The word for the verdict; `asks` where it turns on what the question does not say.
    pub fn word(&self) -> &'static str {
        if !self.unknown.is_empty() {
            "not understood"
        } else if !self.asks.is_empty() {
            "asks"
        } else {
            self.verdict.word()
        }
    }
}

/// Answers a question from the state and the policy.
pub fn ask(state: &State, policy: &Policy, now: Timestamp, question: &Question) -> Answer {
    let Decided { verdict, question, asks } = decided(state, policy, now, question);
    let situation = Situation::new(state, policy, now, &question);
    let mut unknown = unknown_words(&question, state, policy);
    if verdict.allows() {
        let is_yes = matches!(verdict, Verdict::Yes(_));
        unknown.extend(unknown_things(&question, state, policy, is_yes));
        let gates = policy.gates(&question.act, &situation);
        let silent = matches!(verdict, Verdict::Silent);
        let nearest = silent.then(|| policy.nearest_rule(&question.act, &situation)).flatten();
        return Answer { verdict, remedies: Vec::new(), sum: None, asks, unknown, gates, nearest };
    }
    let turned_on_ratio = verdict.reasons().iter().any(|reason| reason.turns_on(Fact::RatioHolds));
    let remedies = policy.remedies(&question.act, &situation, &verdict, &situation.moves());
    let sum = turned_on_ratio.then(|| format!("Without this adult. {}", situation.ratio_without()));
    Answer { verdict, remedies, sum, asks, unknown, gates: Vec::new(), nearest: None }
}

/// Only the verdict, without looking for remedies: the strictest, where it turns on what the question does not say.
pub fn verdict(state: &State, policy: &Policy, now: Timestamp, question: &Question) -> Verdict {
    decided(state, policy, now, question).verdict
}

struct Decided<'a> {
    verdict: Verdict,
    /// The question, with what gives that verdict.
    question: Cow<'a, Question>,
    asks: Vec<Asked>,
}

/// At most this many ways of answering what a question leaves open are tried.
const WAYS_MAX: usize = 256;

/// The strictest verdict over everything that a question leaves open, and which of it the verdict turns on.
fn decided<'a>(state: &State, policy: &Policy, now: Timestamp, question: &'a Question) -> Decided<'a> {
    let decide =
        |question: &Question| policy.decide(&question.act, &Situation::new(state, policy, now, question));
    let open = open(policy, question);
    if open.is_empty() {
        return Decided { verdict: decide(question), question: Cow::Borrowed(question), asks: Vec::new() };
    }
    if open.iter().map(|(_, values)| values.len()).fold(1, usize::saturating_mul) > WAYS_MAX {
        // Nothing is let through unread: what is open is asked first.
        let verdict = Verdict::Fault("too much is open to decide: say some of it first".to_owned());
        let asks = open.iter().filter_map(|(name, _)| asked(policy, name)).collect();
        return Decided { verdict, question: Cow::Borrowed(question), asks };
    }
    let mut ways: Vec<Question> = vec![question.clone()];
    for (name, values) in &open {
        ways = ways
            .iter()
            .flat_map(|way| {
                values.iter().map(|value| {
                    let mut way = way.clone();
                    way.circumstances.insert(name.clone(), value.clone());
                    way
                })
            })
            .collect();
    }
    let decided: Vec<(Question, Verdict)> = ways.into_iter().map(|way| (way.clone(), decide(&way))).collect();
    let turns = |name: &String| turns_on(name, &decided);
    let asks = open.iter().filter(|(name, _)| turns(name)).filter_map(|(name, _)| asked(policy, name));
    let asks = asks.collect();
    let strictest = decided.into_iter().max_by_key(|(_, verdict)| strictness(verdict));
    let Some((way, verdict)) = strictest else {
        return Decided { verdict: decide(question), question: Cow::Borrowed(question), asks };
    };
    Decided { verdict, question: Cow::Owned(way), asks }
}

fn asked(policy: &Policy, name: &str) -> Option<Asked> {
    let known = policy.catalogue.circumstances.get(name)?;
    let number = known.kind == FactType::Number;
    Some(Asked { name: name.to_owned(), asks: known.asks.clone(), number })
}

/// Whether two ways that differ in this alone come to different verdicts.
fn turns_on(name: &String, decided: &[(Question, Verdict)]) -> bool {
    let without = |way: &Question| {
        let mut rest = way.circumstances.clone();
        rest.remove(name);
        rest
    };
    decided.iter().any(|(one, verdict)| {
        let rest = without(one);
        decided
            .iter()
            .any(|(other, other_verdict)| verdict.word() != other_verdict.word() && without(other) == rest)
    })
}

fn strictness(verdict: &Verdict) -> u8 {
    match verdict {
        Verdict::Yes(_) => 0,
        Verdict::Silent => 1,
        Verdict::AdvisedAgainst(_) => 2,
        Verdict::No(_) => 3,
        Verdict::Fault(_) => 4,
    }
}

/// The circumstances that the rules about the act mention and the question says nothing of, each with the values that
/// make a difference.
fn open(policy: &Policy, question: &Question) -> Vec<(String, Vec<Supposition>)> {
    let named = policy.circumstances_of(&question.act).into_iter();
    let unsaid = named.filter(|(name, _)| question.said(name).is_none());
    let values = |(name, numbers): (String, Vec<i64>)| {
        let is_number =
            policy.catalogue.circumstances.get(&name).is_some_and(|known| known.kind == FactType::Number);
        let values = if is_number {
            numbers.into_iter().map(Supposition::Number).collect()
        } else {
            vec![Supposition::Bool(false), Supposition::Bool(true)]
        };
        (name, values)
    };
    unsaid.map(values).collect()
}
