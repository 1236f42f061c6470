//! Commands about the policy as adopted, decided into events or refused.

use crate::deciding::input::words_within;
use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::record::author::Author;
use crate::record::ids::PersonId;
use crate::registers::adoption::changes::{may_agree, may_decline};
use crate::registers::adoption::command::Command;
use crate::registers::adoption::event::Event;
use crate::registers::adoption::refused::Refused;
use crate::registers::adoption::state::{ProposedVersion, Version};
use crate::registers::people::decide::together;
use crate::registers::people::posts::is_concerned;
use belisha_policy::{Error, Pack};
use std::collections::BTreeSet;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let event = match command {
        Command::Adopt { text } => {
            if text.len() > 512 * 1024 {
                return Err(Refused::TooLong.into());
            }
            let pack = Pack::parse("policy", &text, &context.policy.base).map_err(|error| match error {
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
            return Ok(vec![adopted_or_proposed(pack, text, context)?]);
        }
        Command::Agree { line } => return agree(line, context),
        Command::Decline {} => {
            let proposed = proposed(context)?;
            let yours = |id: &PersonId| may_decline(id, proposed, state);
            match context.author {
                Author::Person(id) if yours(id) => Event::Declined,
                _ => return Err(Refused::NotYours.into()),
            }
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

/// A changed policy is adopted by two, where there are two: what it lifts is lifted for everybody. The same text under a
/// new date changes nothing, and is one person's to adopt.
fn adopted_or_proposed(pack: Pack, text: String, context: &Context<'_>) -> Result<Event, Refusal> {
    let (policy, version) = (pack.id, pack.version);
    let undated = |text: &str, version: &str| text.replacen(&format!("version = \"{version}\""), "", 1);
    let same = context
        .state
        .adoption
        .in_force()
        .is_none_or(|known| undated(&known.text, &known.version) == undated(&text, &version));
    let another = |author: &PersonId| together::holders(context.state).any(|id| id != author);
    match context.author {
        Author::Person(author) if !same && another(author) => {
            let waiting = context.state.adoption.proposed.as_ref().filter(|known| known.by != *author);
            if let Some(known) = waiting {
                return Err(Refused::WaitsAlready { name: context.state.people.name(&known.by) }.into());
            }
            Ok(Event::Proposed { policy, version, text })
        }
        _ => Ok(Event::Adopted { policy, version, text }),
    }
}

fn proposed<'a>(context: &Context<'a>) -> Result<&'a ProposedVersion, Refusal> {
    context.state.adoption.proposed.as_ref().ok_or_else(|| Refused::NothingProposed.into())
}

/// Another agrees. It is adopted once two agree whom no open concern is about; where there are no such two, all who are
/// there.
fn agree(line: Option<u64>, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let known = proposed(context)?;
    let Author::Person(author) = context.author else { return Err(Refused::NotYours.into()) };
    if line.is_some_and(|line| line != known.line) {
        return Err(Refused::ProposedAnew.into());
    }
    if !may_agree(author, known, state) {
        return Err(Refused::NotYours.into());
    }
    if known.agreed.contains(author) {
        return Err(Refused::AgreedAlready.into());
    }
    let could = together::holders(state).filter(|id| !is_concerned(id, state)).count();
    let agree = known.agreed.iter().chain([&known.by, author]).filter(|id| !is_concerned(id, state));
    let agree: BTreeSet<&PersonId> = agree.collect();
    let mut events = vec![Event::Agreed];
    if agree.len() >= could.min(together::PEOPLE_MIN) {
        let (policy, version, text) = (known.policy.clone(), known.version.clone(), known.text.clone());
        events.push(Event::Adopted { policy, version, text });
    }
    Ok(events)
}

/// The hash of a version's text: proof of what was shown to whoever signs it.
pub(crate) fn shown(version: &Version) -> String {
    belisha_policy::text_hash(&version.text)
}
