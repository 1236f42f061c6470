//! Commands about the time, decided into events or refused.

use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::registers::clock::command::{Command, Prepared};
use crate::registers::clock::event::Event;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let Command::Prepared(Prepared::State { now, machine, expected }) = command else {
        return Ok(vec![Event::Beat {}]);
    };
    let back = context.state.latest.is_some_and(|latest| now < latest);
    Ok(vec![Event::Stated { machine, expected, back }])
}
