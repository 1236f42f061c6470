//! Commands about the setting itself, decided into events or refused.

use crate::deciding::input::words_within;
use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::registers::profile::command::Command;
use crate::registers::profile::event::Event;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let event = match command {
        Command::Found { name, number } => {
            if context.state.profile.founded.is_some() {
                return Err(Refusal::Contradiction("This setting has already begun.".into()));
            }
            let number = if number.trim().is_empty() {
                String::new()
            } else {
                words_within(&number, 40, "The number")?
            };
            Event::Founded { name: words_within(&name, 120, "The setting's name")?, number }
        }
        Command::SetNumber { number } => {
            Event::NumberSet { number: words_within(&number, 40, "The number")? }
        }
        Command::SetHours { weekday, from, to } => {
            if !(1..=7).contains(&weekday) {
                return Err(Refusal::Invalid("A weekday is 1 for Monday to 7 for Sunday.".into()));
            }
            let hours = match (from, to) {
                (None, None) => None,
                (Some(from), Some(to)) if from < to => Some((from, to)),
                _ => {
                    return Err(Refusal::Invalid(
                        "Opening comes before closing: please check the hours.".into(),
                    ));
                }
            };
            Event::HoursSet { weekday, hours }
        }
        Command::SetTerm { name, from, to } => {
            if from > to {
                return Err(Refusal::Invalid("A term begins before it ends: please check the dates.".into()));
            }
            Event::TermSet { name: words_within(&name, 60, "The term's name")?, from, to }
        }
        Command::SetClosure { on, why } => {
            Event::ClosureSet { on, why: words_within(&why, 200, "The reason")? }
        }
    };
    Ok(vec![event])
}
