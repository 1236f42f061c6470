//! "May I…?": a question about this setting, now, answered by its policy.

use crate::reading::ask::question::Question;
use crate::reading::ask::situation::Situation;
use crate::record::state::State;
use belisha_policy::{Fact, Policy, Remedy, Verdict};
use jiff::Timestamp;

/// The answer to a question.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The verdict, with what decided it.
    pub verdict: Verdict,
    /// What would make a no a yes.
    pub remedies: Vec<Remedy>,
    /// The ratio's sum, where the answer turned on it.
    pub sum: Option<String>,
}

/// Answers a question from the state and the policy.
pub fn ask(state: &State, policy: &Policy, now: Timestamp, question: &Question) -> Answer {
    let situation = Situation::new(state, policy, now, question);
    let verdict = policy.decide(&question.act, &situation);
    if verdict.allows() {
        return Answer { verdict, remedies: Vec::new(), sum: None };
    }
    let turned_on_ratio = verdict.reasons().iter().any(|reason| reason.turns_on(Fact::RatioHolds));
    let remedies = policy.remedies(&question.act, &situation, &verdict, &situation.moves());
    let sum = turned_on_ratio.then(|| format!("Without this adult. {}", situation.ratio_without()));
    Answer { verdict, remedies, sum }
}

/// Only the verdict, without looking for remedies.
pub fn verdict(state: &State, policy: &Policy, now: Timestamp, question: &Question) -> Verdict {
    policy.decide(&question.act, &Situation::new(state, policy, now, question))
}
