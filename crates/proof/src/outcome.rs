//! What a policy says of an act, as the situations in which it says so.

use crate::formula::Formula;
use crate::space::Space;
use belisha_policy::{Effect, Policy, Rule};
use biodivine_lib_bdd::Bdd;
use std::sync::Arc;

/// What a policy says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It forbids.
    No,
    /// It advises against.
    AdvisedAgainst,
    /// It permits.
    Yes,
    /// It says nothing.
    Silent,
}

impl Outcome {
    /// All of them, the strictest first.
    pub const ALL: [Self; 4] = [Self::No, Self::AdvisedAgainst, Self::Yes, Self::Silent];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::AdvisedAgainst => "advised against",
            Self::Yes => "yes",
            Self::Silent => "silent",
        }
    }

    /// Whether the act may go on.
    pub fn allows(self) -> bool {
        self != Self::No
    }
}

/// The rules of an act as formulas.
pub(crate) struct Rules {
    pub(crate) rules: Vec<(Arc<Rule>, Formula)>,
}

impl Rules {
    /// Of a policy; none where it has none.
    pub(crate) fn of(policy: &Policy, act: &str) -> Result<Self, String> {
        let read = policy
            .conditions(act)
            .into_iter()
            .map(|(rule, text)| Ok((rule.clone(), Formula::of_rule(&text)?)));
        Ok(Self { rules: read.collect::<Result<_, String>>()? })
    }

    /// The same as diagrams over a space.
    pub(crate) fn over<'a>(&'a self, space: &Space) -> Decided<'a> {
        let holds: Vec<(&Arc<Rule>, Bdd)> =
            self.rules.iter().map(|(rule, formula)| (rule, space.bdd(formula))).collect();
        let any = |effect: Effect| {
            let of_effect = holds.iter().filter(|(rule, _)| rule.effect == effect);
            of_effect.fold(space.variables.mk_false(), |any, (_, holds)| any.or(holds))
        };
        let (no, advised, yes) = (any(Effect::Forbid), any(Effect::Advise), any(Effect::Permit));
        Decided { holds, no, advised, yes }
    }
}

/// What is decided, and which rules hold, in every situation.
pub(crate) struct Decided<'a> {
    pub(crate) holds: Vec<(&'a Arc<Rule>, Bdd)>,
    no: Bdd,
    advised: Bdd,
    yes: Bdd,
}

impl Decided<'_> {
    /// The situations with this outcome.
    pub(crate) fn outcome(&self, outcome: Outcome) -> Bdd {
        match outcome {
            Outcome::No => self.no.clone(),
            Outcome::AdvisedAgainst => self.advised.and_not(&self.no),
            Outcome::Yes => self.yes.and_not(&self.no).and_not(&self.advised),
            Outcome::Silent => self.no.or(&self.advised).or(&self.yes).not(),
        }
    }

    /// The rules of the effect that decides this outcome.
    pub(crate) fn deciding(&self, outcome: Outcome) -> impl Iterator<Item = &(&Arc<Rule>, Bdd)> {
        let effect = match outcome {
            Outcome::No => Some(Effect::Forbid),
            Outcome::AdvisedAgainst => Some(Effect::Advise),
            Outcome::Yes => Some(Effect::Permit),
            Outcome::Silent => None,
        };
        self.holds.iter().filter(move |(rule, _)| Some(rule.effect) == effect)
    }
}
