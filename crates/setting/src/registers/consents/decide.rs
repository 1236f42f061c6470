//! Commands about consents to be named, decided into events or refused.

use crate::deciding::input::words_within;
use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::record::private::Private;
use crate::registers::consents::command::{Command, PURPOSES};
use crate::registers::consents::event::{Event, Of};
use crate::registers::consents::refused::Refused;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let event = match command {
        Command::Give { of, purpose, how } => {
            match &of {
                Of::Person(person) => state.people.active(person).map(|_| ())?,
                Of::Child(child) => state.children.active(child).map(|_| ())?,
            }
            if !PURPOSES.contains(&purpose.as_str()) {
                let known = belisha_policy::join_or(&PURPOSES);
                return Err(Refused::NoSuchPurpose {
                    known: known.to_string(),
                    purpose: purpose.to_string(),
                }
                .into());
            }
            if state.consents.has(of.id(), &purpose) {
                return Err(Refused::GivenAlready.into());
            }
            let how = Private::new(&of, words_within(&how, 300, "By what it is known")?);
            Event::Given { of, purpose, how }
        }
        Command::Withdraw { of, purpose } => {
            if !state.consents.has(of.id(), &purpose) {
                return Err(Refused::NotGiven.into());
            }
            Event::Withdrawn { of, purpose }
        }
    };
    Ok(vec![event])
}
