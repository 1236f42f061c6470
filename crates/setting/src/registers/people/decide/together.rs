//! What takes two people: giving or taking a post to which concerns go, and setting the secret of whoever holds one.
//! Nobody does it by themself, and nobody whom an open concern is about: whoever could, would read and close what is said
//! of them (Working Together 2023: allegations go past the person they are about).

use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::record::author::Author;
use crate::record::ids::PersonId;
use crate::record::moment::date_of;
use crate::record::state::State;
use crate::registers::people::event::{Change, Event, Secret};
use crate::registers::people::posts::{is_concerned, is_post, may_agree, may_decline};
use crate::registers::people::refused::Refused;
use crate::registers::people::state::Proposal;
use belisha_textcheck::same_name;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;

/// For how many days a proposal waits before the recovery key carries it out.
const KEY_WAITS_DAYS: i64 = 3;
/// So many people do it together.
pub(crate) const PEOPLE_MIN: usize = 2;

/// What of a line takes two; nothing when one is enough.
fn taking_two(event: &Event, state: &State) -> Option<(PersonId, Change)> {
    let posts_of = |person: &PersonId| {
        let known = state.people.all.get(person);
        known.map(|known| known.posts.keys().cloned().collect::<BTreeSet<_>>()).unwrap_or_default()
    };
    let posts = |roles: &[String]| -> BTreeSet<String> {
        roles.iter().filter(|role| is_post(role)).cloned().collect()
    };
    let (person, change) = match event.clone() {
        Event::Added { person, name, roles, counted, level, .. } if !posts(&roles).is_empty() => {
            (person, Change::Join { name, roles, counted, level })
        }
        Event::Changed { person, roles, counted, level, .. } if posts(&roles) != posts_of(&person) => {
            (person, Change::Roles { roles, counted, level })
        }
        Event::Left { person } if !posts_of(&person).is_empty() => (person, Change::Leave),
        Event::SecretSet { person, secret, hash, .. } if !posts_of(&person).is_empty() => {
            (person, Change::Secret { secret, hash })
        }
        _ => return None,
    };
    Some((person, change))
}

/// A line about the adults, or, where it takes two, that it is proposed.
pub(crate) fn with_another(event: Event, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let Author::Person(author) = context.author else { return Ok(vec![event]) };
    let Some((person, change)) = taking_two(&event, context.state) else { return Ok(vec![event]) };
    let own_secret = matches!(change, Change::Secret { .. }) && person == *author;
    // Whoever begins a setting has nobody to agree with, and nothing was raised that somebody could read.
    let beginning =
        context.state.concerns.all.is_empty() && others(author, &person, context.state).next().is_none();
    if own_secret || beginning {
        return Ok(vec![event]);
    }
    // Nobody puts theirs in the place of another's: whoever is to lose a post could keep it by that.
    if let Some(known) = context.state.people.proposed.get(&person).filter(|known| known.by != *author) {
        return Err(Refused::WaitsAlready { name: context.state.people.name(&known.by) }.into());
    }
    Ok(vec![Event::Proposed { person, change }])
}

/// Who could agree: everybody else who holds a post, but whom it is done with.
fn others<'a>(
    author: &'a PersonId,
    person: &'a PersonId,
    state: &'a State,
) -> impl Iterator<Item = &'a PersonId> {
    holders(state).filter(move |id| *id != author && *id != person)
}

/// Everybody who holds a post to which concerns go.
pub(crate) fn holders(state: &State) -> impl Iterator<Item = &PersonId> {
    state.people.here().filter(|(_, known)| !known.posts.is_empty()).map(|(id, _)| id)
}

/// The line that a proposal becomes once enough agreed.
fn done(change: Change, person: PersonId, vouched_by: Vec<PersonId>) -> Event {
    match change {
        Change::Join { name, roles, counted, level } => {
            Event::Added { person, name, roles, counted, level, vouched_by }
        }
        Change::Roles { roles, counted, level } => {
            Event::Changed { person, roles, counted, level, vouched_by }
        }
        Change::Leave => Event::Left { person },
        Change::Secret { secret, hash } => {
            Event::SecretSet { person, secret, hash, first: secret != Secret::SecondFactor }
        }
    }
}

fn proposal<'a>(person: &PersonId, context: &Context<'a>) -> Result<&'a Proposal, Refusal> {
    context.state.people.proposed.get(person).ok_or_else(|| Refused::NothingProposed.into())
}

/// Somebody agrees. It is done once two agree whom no open concern is about; that it waits still says nothing of why.
pub(crate) fn agree(
    person: &PersonId,
    line: Option<u64>,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let known = proposal(person, context)?;
    let Author::Person(author) = context.author else { return Err(Refused::NotYours.into()) };
    if line.is_some_and(|line| line != known.line) {
        return Err(Refused::ProposedAnew.into());
    }
    if !may_agree(author, person, known, state) {
        return Err(Refused::NotYours.into());
    }
    if known.agreed.contains(author) {
        return Err(Refused::AgreedAlready.into());
    }
    let mut events = vec![Event::Agreed { person: person.clone() }];
    let together = known.agreed.iter().chain([&known.by, author]).filter(|id| {
        let own = *id == person && !known.change.takes_only(person, state);
        !own && !is_concerned(id, state) && state.people.active(id).is_ok()
    });
    let together: BTreeSet<&PersonId> = together.collect();
    if together.len() >= PEOPLE_MIN {
        let vouched_by = known.agreed.iter().chain([&known.by]).cloned().collect();
        events.push(still_fits(done(known.change.clone(), person.clone(), vouched_by), context)?);
    }
    Ok(events)
}

/// What was proposed some time ago may not fit any more.
fn still_fits(event: Event, context: &Context<'_>) -> Result<Event, Refusal> {
    let people = &context.state.people;
    match &event {
        Event::Added { person, name, .. } => {
            let taken = people.here().any(|(_, known)| same_name(known.name.words(), name.words()));
            if taken || people.all.contains_key(person) {
                return Err(Refused::NameTaken { name: name.words().to_owned() }.into());
            }
        }
        Event::Left { person } if context.state.day.people.contains_key(person) => {
            return Err(Refused::SignedIn { name: people.name(person) }.into());
        }
        Event::Changed { person, .. }
        | Event::Renamed { person, .. }
        | Event::Left { person }
        | Event::SecretSet { person, .. } => {
            people.active(person)?;
        }
        // Nobody proposes these: they give no post.
        Event::Reinstated { .. } | Event::Proposed { .. } | Event::Agreed { .. } | Event::Declined { .. } => {
        }
    }
    Ok(event)
}

/// Whoever proposed it takes it back, or another says no.
pub(crate) fn decline(person: PersonId, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let known = proposal(&person, context)?;
    let Author::Person(author) = context.author else { return Err(Refused::NotYours.into()) };
    if !may_decline(author, &person, known, context.state) {
        return Err(Refused::NotYours.into());
    }
    Ok(vec![Event::Declined { person }])
}

/// Where fewer than two could agree: with the recovery key, some days after it was proposed. That it was done by one stays
/// with the post.
pub(crate) fn by_recovery_key(person: &PersonId, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let known = proposal(person, context)?;
    let Author::Person(author) = context.author else { return Err(Refused::NotYours.into()) };
    let could: Vec<&PersonId> = holders(state)
        .filter(|id| !is_concerned(id, state))
        .filter(|id| *id != person || known.change.takes_only(person, state))
        .collect();
    let agreed = |id: &&PersonId| **id == known.by || *id == author || known.agreed.contains(*id);
    let missing = could.iter().copied().find(|id| !agreed(id));
    let enough = could.first().copied().filter(|_| could.len() >= PEOPLE_MIN);
    if let Some(id) = missing.or(enough) {
        return Err(Refused::AnotherIsThere { name: state.people.name(id) }.into());
    }
    let from =
        known.at.checked_add(SignedDuration::from_hours(24 * KEY_WAITS_DAYS)).unwrap_or(Timestamp::MAX);
    if context.now < from {
        return Err(Refused::WaitsUntil { day: date_of(from).to_string() }.into());
    }
    Ok(vec![still_fits(done(known.change.clone(), person.clone(), Vec::new()), context)?])
}
