//! Commands about channels, decided.

use crate::deciding::input::{new_id, words_within};
use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::record::author::Author;
use crate::record::ids::{ChannelId, PersonId};
use crate::record::private::{Private, SETTING};
use crate::registers::channels::command::Command;
use crate::registers::channels::event::{ChannelKind, Event};
use crate::registers::channels::named;
use crate::registers::channels::refused::Refused;
use crate::registers::channels::state::Channel;
use belisha_policy::controls::OfficialAccounts;
use std::collections::BTreeSet;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let event = match command {
        Command::Set { channel, name, kind, serves, run_by } => {
            match state.channels.all.get(&channel) {
                Some(known) if known.closed.is_some() => return Err(out_of_use(known)),
                Some(known) if known.kind != kind => {
                    return Err(Refused::KindStays.into());
                }
                Some(_) => {}
                None => new_id(channel.as_str(), false, "a channel")?,
            }
            let name = words_within(&name, 120, "The name")?;
            let same = |other: &Channel| other.name.eq_ignore_ascii_case(&name);
            if state.channels.here().any(|(id, other)| *id != channel && same(other)) {
                return Err(Refused::NameTaken { name: name.to_string() }.into());
            }
            let serves = if serves.trim().is_empty() {
                String::new()
            } else {
                words_within(&serves, 60, "Whom it is for")?.to_lowercase()
            };
            if !serves.chars().all(|c| c.is_alphanumeric() || c == ' ' || c == '-') {
                return Err(Refused::OddWords.into());
            }
            rightly_run(kind, &serves, &run_by, context)?;
            Event::Set { channel, name, kind, serves, run_by }
        }
        Command::Close { channel, why } => {
            active(&channel, context)?;
            let why = Private::new(SETTING, words_within(&why, 300, "The reason")?);
            Event::Closed { channel, why }
        }
        Command::Join { channel, child } => {
            let known = active(&channel, context)?;
            if !known.kind.joined() || known.serves == "public" {
                return Err(Refused::NobodyBelongs { name: known.name.to_string() }.into());
            }
            state.children.active(&child)?;
            if known.belong.contains_key(&child) {
                return Err(Refused::BelongsAlready.into());
            }
            Event::Joined { channel, child }
        }
        Command::Remove { channel, child } => {
            if !active(&channel, context)?.belong.contains_key(&child) {
                return Err(Refused::DoesNotBelong.into());
            }
            Event::Removed { channel, child }
        }
        Command::Look { channel, finding: what, why } => {
            let known = active(&channel, context)?;
            if !matches!(known.kind, ChannelKind::Mailbox | ChannelKind::Account) {
                return Err(Refused::NotLookedAt.into());
            }
            by_who_looks(context)?;
            let what = Private::new(SETTING, words_within(&what, 2_000, "What was looked at")?);
            let why = Private::new(SETTING, words_within(&why, 2_000, "The reason")?);
            Event::Looked { channel, finding: what, why }
        }
    };
    Ok(vec![event])
}

fn active<'a>(channel: &ChannelId, context: &Context<'a>) -> Result<&'a Channel, Refusal> {
    match context.state.channels.all.get(channel) {
        Some(known) if known.closed.is_none() => Ok(known),
        Some(known) => Err(out_of_use(known)),
        None => Err(Refused::NoSuchChannel.into()),
    }
}

fn out_of_use(channel: &Channel) -> Refusal {
    Refused::OutOfUse { name: channel.name.to_string() }.into()
}

/// Somebody runs it, they are here, and the policy's roles for it are theirs.
fn rightly_run(
    kind: ChannelKind,
    serves: &str,
    run_by: &BTreeSet<PersonId>,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    if run_by.is_empty() {
        return Err(Refused::NobodyRuns.into());
    }
    for person in run_by {
        let known = context.state.people.active(person)?;
        let named = context.policy.adoptions.iter();
        for (adoption, roles) in
            named.filter_map(|adoption| Some((adoption, named::roles(adoption, kind, serves)?)))
        {
            if !known.is_any(roles, &context.policy.catalogue) {
                let verb = if kind == ChannelKind::Mailbox { "held" } else { "run" };
                let says = format!("it is {verb} by the {} alone", belisha_policy::join_or(roles));
                return Err(Refusal::clause(&*adoption.clause, says));
            }
        }
    }
    Ok(())
}

fn by_who_looks(context: &Context<'_>) -> Result<(), Refusal> {
    let Author::Person(person) = context.author else { return Ok(()) };
    let person = context.state.people.active(person)?;
    for adopted in context.policy.adopted::<OfficialAccounts>() {
        let roles = &adopted.params.monitored_by;
        if !roles.is_empty() && !person.is_any(roles, &context.policy.catalogue) {
            let says = format!("the {} look at them", belisha_policy::join_or(roles));
            return Err(Refusal::clause(adopted.clause(), says));
        }
    }
    Ok(())
}
