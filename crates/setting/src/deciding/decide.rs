//! Commands decided into events, or refused. Nothing else may make events.

use crate::deciding::authority;
use crate::deciding::command::Command;
use crate::deciding::input::words_within;
use crate::deciding::refusal::Refusal;
use crate::deciding::refused::Refused;
use crate::reading::context::Context;
use crate::record::event::Event;
use crate::record::private::{Private, SETTING};
use crate::registers::registers;

macro_rules! decide {
    ($($variant:ident $module:ident $part:ident $reacts:ident;)*) => {
        fn decided(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
            Ok(match command {
                $(Command::$variant(command) => {
                    let events = crate::registers::$module::decide::decide(command, context)?;
                    events.into_iter().map(Event::$variant).collect()
                })*
                Command::Correct { line, words } => vec![correct(line, &words, context)?],
            })
        }
    };
}

registers!(decide);

/// Decides a command into events, or refuses it. Nothing else may make events.
///
/// # Errors
/// The [`Refusal`], in words for whoever gave the command.
pub fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    authority::check(&command, context)?;
    decided(command, context)
}

fn correct(line: u64, words: &str, context: &Context<'_>) -> Result<Event, Refusal> {
    if line >= context.state.lines {
        return Err(Refused::NoSuchLine { line: line.to_string() }.into());
    }
    if context.state.for_few.contains(&line) {
        return Err(Refused::LineForFew.into());
    }
    let words = words_within(words, 2_000, "The correction")?;
    Ok(Event::Corrected { line, words: Private::new(SETTING, words) })
}
