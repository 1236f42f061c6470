//! Commands about friendships from before, decided into events or refused.

use crate::deciding::input::{new_id, words_within};
use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::record::author::Author;
use crate::record::ids::{ChildId, PersonId};
use crate::record::moment::date_of;
use crate::record::private::Private;
use crate::registers::friendships::command::Command;
use crate::registers::friendships::event::Event;
use crate::registers::friendships::informed::{is_told, told_roles};
use crate::registers::friendships::refused::Refused;
use crate::registers::friendships::state::Friendship;
use belisha_policy::Adoption;
use jiff::civil::Date;

/// Refuses whoever is not told of this friendship; gives the clause that names them.
pub(crate) fn must_be_told<'a>(
    friendship: &Friendship,
    context: &Context<'a>,
) -> Result<&'a Adoption, Refusal> {
    let (adoption, roles) = told_roles(context).ok_or_else(unknown)?;
    match context.author {
        Author::Program => Ok(adoption),
        Author::Person(person) if is_told(person, friendship, context) => Ok(adoption),
        Author::Person(person) if *person == friendship.person => {
            Err(Refusal::clause(&*adoption.clause, "nobody decides about a friendship of their own"))
        }
        _ => {
            let says = format!("a friendship from before is told to the {}", belisha_policy::join_or(roles));
            Err(Refusal::clause(&*adoption.clause, says))
        }
    }
}

fn unknown() -> Refusal {
    Refused::NotInPolicy.into()
}

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let register = &context.state.friendships;
    let event = match command {
        Command::Declare { friendship, person, child, with, since, told_to } => {
            new_id(friendship.as_str(), register.all.contains_key(&friendship), "a friendship")?;
            declared(&person, &child, since, told_to.as_ref(), context)?;
            let with = Private::new(&child, words_within(&with, 120, "Who of the family it is")?);
            Event::Declared { friendship, person, child, with, since, told_to }
        }
        Command::Acknowledge { friendship } => {
            let known = register.open(&friendship)?;
            must_be_told(known, context)?;
            if known.acknowledged.is_some() {
                return Err(Refused::OnRecordAlready.into());
            }
            Event::Acknowledged { friendship }
        }
        Command::SetBounds { friendship, bounds } => {
            let known = register.open(&friendship)?;
            must_be_told(known, context)?;
            let bounds = Private::new(&known.person, words_within(&bounds, 2_000, "What is agreed")?);
            if known.acknowledged.is_none() {
                return Err(Refused::NotAcknowledged.into());
            }
            Event::BoundsSet { friendship, bounds }
        }
        Command::Agree { friendship, bounds } => {
            let known = register.open(&friendship)?;
            if !matches!(context.author, Author::Program)
                && *context.author != Author::Person(known.person.clone())
            {
                return Err(Refused::OwnSignature.into());
            }
            if known.bounds.is_none() || bounds != known.bounds_set {
                return Err(Refused::OlderBounds.into());
            }
            if known.agreed.is_some() {
                return Err(Refused::AgreedAlready.into());
            }
            Event::Agreed { friendship, bounds }
        }
        Command::Review { friendship, note } => {
            let known = register.open(&friendship)?;
            must_be_told(known, context)?;
            let note = Private::new(&known.person, words_within(&note, 2_000, "What was found")?);
            Event::Reviewed { friendship, note }
        }
        Command::End { friendship, why } => {
            let known = register.open(&friendship)?;
            if *context.author != Author::Person(known.person.clone()) {
                must_be_told(known, context)?;
            }
            let why = Private::new(&known.person, words_within(&why, 300, "The reason")?);
            Event::Ended { friendship, why }
        }
    };
    Ok(vec![event])
}

/// A friendship is told once, is older than the child's place here, and goes to somebody whom the policy names.
fn declared(
    person: &PersonId,
    child: &ChildId,
    since: Date,
    told_to: Option<&PersonId>,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    let (adoption, roles) = told_roles(context).ok_or_else(unknown)?;
    let (state, catalogue) = (context.state, &context.policy.catalogue);
    state.people.active(person)?;
    let came = state.children.active(child)?.since;
    if state.friendships.between(person, child.as_str()).is_some() {
        return Err(Refused::DeclaredAlready.into());
    }
    if since > date_of(context.now) {
        return Err(Refused::NotBefore.into());
    }
    if since >= came {
        let says = format!(
            "a friendship that began when the child was here already (since {}) is not one from before",
            came.strftime("%-d %B %Y")
        );
        return Err(Refusal::clause(&*adoption.clause, says));
    }
    let Some(told_to) = told_to else { return Ok(()) };
    let told = state.people.active(told_to)?;
    if told_to == person || !told.is_any(roles, catalogue) {
        let says = format!("a friendship from before is told to the {}", belisha_policy::join_or(roles));
        return Err(Refusal::clause(&*adoption.clause, says));
    }
    Ok(())
}
