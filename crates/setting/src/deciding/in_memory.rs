//! Commands carried out in memory, without a log: for rehearsals, checks beforehand, and tests.

use crate::deciding::command::Command;
use crate::deciding::decide::decide;
use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::record::author::Author;
use crate::record::line::Line;
use crate::record::state::State;
use belisha_policy::Policy;
use jiff::Timestamp;

/// Decides a command and folds what comes of it into the state. The lines are those that a log would have.
///
/// # Errors
/// The refusal; the state is as it was.
pub fn carry_out(
    state: &mut State,
    command: Command,
    policy: &Policy,
    now: Timestamp,
    author: &Author,
) -> Result<Vec<Line>, Refusal> {
    let events = decide(command, &Context { state, policy, now, author })?;
    let number = |(seq, event)| Line { seq, at: now, author: author.clone(), event };
    let lines: Vec<Line> = (state.lines..).zip(events).map(number).collect();
    lines.iter().for_each(|line| state.apply(line));
    Ok(lines)
}
