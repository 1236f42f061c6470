//! Commands about the codes of conduct, decided into events or refused.

use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::registers::codes::command::Command;
use crate::registers::codes::event::Event;
use crate::registers::codes::refused::Refused;
use belisha_policy::controls::CodesOfConduct;
use belisha_policy::{CodeFor, text_hash};

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let event = match command {
        Command::Sign { person, version, shown } => {
            let who = state.people.active(&person)?;
            let hash = in_force(&version, shown, CodeFor::Adults, context)?;
            if state.codes.signed(&version, &person).is_some() {
                return Err(Refused::SignedAlready { name: who.name.words().to_string() }.into());
            }
            Event::Signed { person, version, shown: hash }
        }
        Command::TalkThrough { child, version, shown } => {
            let who = state.children.active(&child)?;
            let hash = in_force(&version, shown, CodeFor::Children, context)?;
            if state.codes.talked(&version, &child).is_some() {
                return Err(Refused::TalkedThroughAlready { name: who.name.words().to_string() }.into());
            }
            Event::TalkedThrough { child, version, shown: hash }
        }
    };
    Ok(vec![event])
}

/// The hash of the code in force; refuses a version or a text that is not the one in force.
fn in_force(
    version: &str,
    shown: Option<String>,
    whom: CodeFor,
    context: &Context<'_>,
) -> Result<String, Refusal> {
    if !context.policy.adopts::<CodesOfConduct>() {
        return Err(Refused::NoneAsked.into());
    }
    let hash = text_hash(&context.policy.code_text(whom));
    let newest = context.state.adoption.in_force().is_some_and(|known| known.version == version);
    if !newest || shown.is_some_and(|shown| shown != hash) {
        return Err(Refused::Changed.into());
    }
    Ok(hash)
}
