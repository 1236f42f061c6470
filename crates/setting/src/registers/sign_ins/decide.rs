//! What the program asks for about signing in, decided into events or refused.

use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::registers::sign_ins::command::{Command, Prepared};
use crate::registers::sign_ins::event::Event;
use crate::registers::sign_ins::refused::Refused;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let Command::Prepared(prepared) = command;
    let people = &context.state.people.all;
    let event = match prepared {
        Prepared::SignedIn { person, place } if people.contains_key(&person) => {
            Event::SignedIn { person, place }
        }
        Prepared::TriedInVain { person, place } => {
            Event::TriedInVain { person: person.filter(|person| people.contains_key(person)), place }
        }
        Prepared::Denied { person, asked } if people.contains_key(&person) => {
            Event::Denied { person, asked: asked.chars().take(60).collect() }
        }
        Prepared::SignedIn { .. } | Prepared::Denied { .. } => return Err(Refused::NoSuchPerson.into()),
    };
    Ok(vec![event])
}
