//! Commands about the adults, decided into events or refused.

use crate::deciding::input::{new_id, words_within};
use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::record::author::Author;
use crate::record::ids::PersonId;
use crate::record::private::Private;
use crate::registers::concerns::route::HOLDING_CONCERNS;
use crate::registers::people::command::{Command, Prepared};
use crate::registers::people::event::{Event, Secret};
use crate::registers::people::refused::Refused;
use crate::registers::people::state::Person;
use belisha_policy::KnownRole;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let people = &context.state.people;
    let event = match command {
        Command::Add { person, name, roles, counted, level } => {
            new_id(person.as_str(), people.all.contains_key(&person), "a person")?;
            let name = words_within(&name, 120, "The name")?;
            if people.here().any(|(_, known)| known.name.words().eq_ignore_ascii_case(&name)) {
                return Err(Refused::NameTaken { name: name.to_string() }.into());
            }
            let roles = known_roles(roles, context)?;
            Event::Added {
                name: Private::new(&person, name),
                roles,
                counted,
                level: known_level(level)?,
                person,
            }
        }
        Command::Change { person, roles, counted, level } => {
            let known = people.active(&person)?;
            let roles = known_roles(roles, context)?;
            let leads = |roles: &[String]| roles.iter().any(leading);
            let others = people.here().any(|(id, other)| *id != person && leads(&other.roles));
            if leads(&known.roles) && !leads(&roles) && !others {
                return Err(Refused::LastToLead.into());
            }
            Event::Changed { person, roles, counted, level: known_level(level)? }
        }
        Command::Leave { person } => {
            people.active(&person)?;
            if context.state.day.people.contains_key(&person) {
                return Err(Refused::SignedIn { name: people.name(&person).to_string() }.into());
            }
            let another =
                |(id, known): (&PersonId, &Person)| *id != person && known.roles.iter().any(leading);
            if !people.here().any(another) {
                return Err(Refused::LastToLead.into());
            }
            Event::Left { person }
        }
        Command::Prepared(Prepared::SetSecret { person, secret, hash }) => {
            not_in_their_place(&person, context)?;
            let seed = hash.len() >= 16 && hash.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'2'..=b'7'));
            let as_kept = match secret {
                Secret::SecondFactor => seed,
                Secret::Password | Secret::Pin => hash.starts_with("$argon2id$"),
            };
            if !as_kept || hash.len() > 256 {
                return Err(Refused::NotHashed.into());
            }
            Event::SecretSet { hash: Private::new(&person, hash), person, secret }
        }
    };
    Ok(vec![event])
}

/// Whoever could sign in as somebody who holds concerns could read one about themselves: so the secret of a designated
/// lead, a manager, a deputy or the chair, once they have one, is set anew by themselves or by the chair.
fn not_in_their_place(person: &PersonId, context: &Context<'_>) -> Result<(), Refusal> {
    let known = context.state.people.active(person)?;
    let Author::Person(author) = context.author else { return Ok(()) };
    let has_one = known.signs_in();
    let holds = HOLDING_CONCERNS.iter().any(|post| known.holds(*post));
    // Where there is no chair, those who lead must be able to help one another.
    let nobody_chairs = context.state.people.holders(KnownRole::Chair.id()).next().is_none();
    if author == person || !has_one || !holds || nobody_chairs {
        return Ok(());
    }
    if context.state.people.active(author)?.holds(KnownRole::Chair) {
        return Ok(());
    }
    Err(Refused::NotInTheirPlace.into())
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
