//! Commands about the policy as adopted, decided into events or refused.

use crate::deciding::input::words_within;
use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::registers::adoption::command::Command;
use crate::registers::adoption::event::Event;
use crate::registers::adoption::refused::Refused;
use crate::registers::adoption::state::Version;
use belisha_policy::{Error, Pack};

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let event = match command {
        Command::Adopt { text } => {
            if text.len() > 512 * 1024 {
                return Err(Refused::TooLong.into());
            }
            let pack =
                Pack::parse("policy", &text, &context.policy.catalogue).map_err(|error| match error {
                    Error::Mistakes(_) => Refused::Mistakes { error: error.to_string() },
                    other => Refused::Unreadable { error: other.to_string() },
                })?;
            if state
                .adoption
                .versions
                .iter()
                .any(|known| known.version == pack.version && known.policy == pack.id)
            {
                return Err(Refused::AdoptedAlready { version: pack.version.to_string() }.into());
            }
            Event::Adopted { policy: pack.id, version: pack.version, text }
        }
        Command::Sign { person, version } => {
            let who = state.people.active(&person)?;
            let in_force = state.adoption.in_force();
            if in_force.is_none_or(|known| known.version != version) {
                return Err(Refused::NewerVersion.into());
            }
            if state.adoption.signed_by(&person) {
                return Err(Refused::SignedAlready { name: who.name.words().to_string() }.into());
            }
            let shown = in_force.map(shown);
            Event::Signed { person, version, clauses_shown: context.policy.pack.clauses.len(), shown }
        }
        Command::SetLink { name, address } => {
            let address = address.trim().to_owned();
            if !address.is_empty() && !address.starts_with("https://") && !address.starts_with("http://") {
                return Err(Refused::NoAddress.into());
            }
            Event::LinkSet { name: words_within(&name, 120, "The name")?, address }
        }
    };
    Ok(vec![event])
}

/// The hash of a version's text: proof of what was shown to whoever signs it.
pub(crate) fn shown(version: &Version) -> String {
    belisha_policy::text_hash(&version.text)
}
