//! Commands about the adults, decided into events or refused.

pub(crate) mod together;

use crate::deciding::input::{name_within, new_id};
use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::record::author::Author;
use crate::record::ids::PersonId;
use crate::record::private::Private;
use crate::registers::people::command::{Command, Prepared};
use crate::registers::people::event::{Event, Secret};
use crate::registers::people::posts::is_post;
use crate::registers::people::refused::Refused;
use crate::registers::people::state::People;
use belisha_policy::KnownRole;
use belisha_textcheck::same_name;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let people = &context.state.people;
    let event = match command {
        Command::Add { person, name, roles, counted, level } => {
            new_id(person.as_str(), people.all.contains_key(&person), "a person")?;
            let name = name_within(&name, "The name")?;
            free(&name, None, people)?;
            let roles = known_roles(roles, context)?;
            let (name, level) = (Private::new(&person, name), known_level(level)?);
            Event::Added { name, roles, counted, level, vouched_by: Vec::new(), person }
        }
        Command::Change { person, name, roles, counted, level } => {
            let known = people.active(&person)?;
            let name = name.filter(|name| !name.trim().is_empty());
            let name = name.map(|name| name_within(&name, "The name")).transpose()?;
            let name = name.filter(|name| known.name.known() != Some(name));
            name.as_ref().map(|name| free(name, Some(&person), people)).transpose()?;
            let roles = known_roles(roles, context)?;
            let leads = |roles: &[String]| roles.iter().any(leading);
            if leads(&known.roles) && !leads(&roles) && !others_lead(&person, context) {
                return Err(Refused::LastToLead.into());
            }
            let level = known_level(level)?;
            let renamed =
                name.map(|name| Event::Renamed { name: Private::new(&person, name), person: person.clone() });
            let same = (&known.roles, known.counted, known.level) == (&roles, counted, level);
            let changed = Event::Changed { person, roles, counted, level, vouched_by: Vec::new() };
            let Some(renamed) = renamed else { return together::with_another(changed, context) };
            let mut events = vec![renamed];
            if !same {
                events.extend(together::with_another(changed, context)?);
            }
            return Ok(events);
        }
        Command::Leave { person } => {
            people.active(&person)?;
            if context.state.day.people.contains_key(&person) {
                return Err(Refused::SignedIn { name: people.name(&person).to_string() }.into());
            }
            if !others_lead(&person, context) {
                return Err(Refused::LastToLead.into());
            }
            Event::Left { person }
        }
        Command::Reinstate { person } => reinstated(person, people)?,
        Command::Agree { person, line } => return together::agree(&person, line, context),
        Command::Decline { person } => return together::decline(person, context),
        Command::Prepared(Prepared::ByRecoveryKey { person }) => {
            return together::by_recovery_key(&person, context);
        }
        Command::Prepared(Prepared::SetSecret { person, secret, hash }) => {
            people.active(&person)?;
            let seed = hash.len() >= 16 && hash.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'2'..=b'7'));
            let as_kept = match secret {
                Secret::SecondFactor => seed,
                Secret::Password | Secret::Pin => hash.starts_with("$argon2id$"),
            };
            if !as_kept || hash.len() > 256 {
                return Err(Refused::NotHashed.into());
            }
            let by_another = matches!(context.author, Author::Person(author) if *author != person);
            let first = by_another && secret != Secret::SecondFactor;
            Event::SecretSet { hash: Private::new(&person, hash), person, secret, first }
        }
    };
    together::with_another(event, context)
}

/// Somebody who left is here again, whose name nobody else took since.
fn reinstated(person: PersonId, people: &People) -> Result<Event, Refusal> {
    let gone = people.all.get(&person).filter(|known| known.left.is_some());
    let known = gone.ok_or(Refused::NotGone)?;
    let Some(name) = known.name.known() else { return Err(Refused::Erased.into()) };
    free(name, None, people)?;
    let roles: Vec<String> = known.roles.iter().filter(|role| !is_post(role)).cloned().collect();
    if roles.is_empty() {
        return Err(Refused::OnlyAPost { name: name.to_owned() }.into());
    }
    Ok(Event::Reinstated { person, roles })
}

/// Nobody else here goes by a name, however it is written.
fn free(name: &str, own: Option<&PersonId>, people: &People) -> Result<(), Refusal> {
    let others = people.here().filter(|(id, _)| Some(*id) != own);
    if others.into_iter().any(|(_, known)| same_name(known.name.words(), name)) {
        return Err(Refused::NameTaken { name: name.to_owned() }.into());
    }
    Ok(())
}

fn others_lead(person: &PersonId, context: &Context<'_>) -> bool {
    context.state.people.here().any(|(id, known)| id != person && known.roles.iter().any(leading))
}

/// Whether somebody of this role leads the setting from day to day.
fn leading(role: &String) -> bool {
    *role == KnownRole::Manager || *role == KnownRole::Deputy
}

fn known_roles(mut roles: Vec<String>, context: &Context<'_>) -> Result<Vec<String>, Refusal> {
    roles.sort();
    roles.dedup();
    if roles.is_empty() {
        return Err(Refused::NoRole.into());
    }
    let catalogue = &context.policy.catalogue;
    let held = |role: &&String| catalogue.roles.contains_key(*role) && catalogue.works_here(role);
    match roles.iter().find(|role| !held(role)) {
        Some(wrong) => Err(Refused::NoSuchRole { wrong: wrong.to_string() }.into()),
        None => Ok(roles),
    }
}

fn known_level(level: Option<u8>) -> Result<Option<u8>, Refusal> {
    match level {
        Some(level) if !(1..=8).contains(&level) => Err(Refused::NoSuchLevel.into()),
        level => Ok(level),
    }
}
