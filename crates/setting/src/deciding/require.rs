//! A question that must be answered with a yes before something is done.

use crate::deciding::refusal::Refusal;
use crate::reading::ask::answer::ask;
use crate::reading::ask::question::Question;
use crate::reading::context::Context;

impl Question {
    /// Asks, and refuses unless the policy lets it.
    pub(crate) fn require(&self, context: &Context<'_>) -> Result<(), Refusal> {
        let answer = ask(context.state, context.policy, context.now, self);
        if answer.verdict.allows() { Ok(()) } else { Err(Refusal::ByPolicy(Box::new(answer))) }
    }
}
