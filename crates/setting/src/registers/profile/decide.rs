//! Commands about the setting itself, decided into events or refused.

use crate::deciding::input::words_within;
use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::registers::profile::command::Command;
use crate::registers::profile::event::Event;
use crate::registers::profile::refused::Refused;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let event = match command {
        Command::Found { name, number } => {
            if context.state.profile.founded.is_some() {
                return Err(Refused::FoundedAlready.into());
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
                return Err(Refused::NoSuchWeekday.into());
            }
            let hours = match (from, to) {
                (None, None) => None,
                (Some(from), Some(to)) if from < to => Some((from, to)),
                _ => {
                    return Err(Refused::HoursBackwards.into());
                }
            };
            Event::HoursSet { weekday, hours }
        }
        Command::SetTerm { name, from, to } => {
            if from > to {
                return Err(Refused::TermBackwards.into());
            }
            Event::TermSet { name: words_within(&name, 60, "The term's name")?, from, to }
        }
        Command::SetClosure { on, why } => {
            Event::ClosureSet { on, why: words_within(&why, 200, "The reason")? }
        }
    };
    Ok(vec![event])
}
