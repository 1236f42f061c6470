//! Which duty is asked of whom, and who may put it on record.

use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::reading::due::{evidenced, subjects};
use crate::reading::names;
use crate::reading::risks;
use crate::record::author::Author;
use crate::record::ids::{DeviceId, PersonId};
use crate::registers::devices::event::Owner;
use crate::registers::duties::event::{Risk, Subject};
use crate::registers::duties::refused::Refused;
use belisha_policy::{DutyInForce, Per, Trigger};

/// The duty of the policy that is asked for this subject, so that the right clause answers for it.
pub(crate) fn asked<'a>(
    duty: &str,
    subject: &Subject,
    context: &Context<'a>,
) -> Result<&'a DutyInForce, Refusal> {
    let mut of_that_key = context.policy.duties.iter().filter(|known| *known.key == *duty).peekable();
    if of_that_key.peek().is_none() {
        return Err(Refused::NoSuchDuty { duty: duty.to_string() }.into());
    }
    // What follows a leaving is about somebody who is not here any more.
    let about_the_gone = |duty: &DutyInForce| {
        matches!(duty.on, Some(Trigger::PersonLeaves | Trigger::ChildLeaves | Trigger::DeviceGoes))
    };
    if !of_that_key.peek().is_some_and(|duty| about_the_gone(duty)) {
        exists(subject, context)?;
    }
    let asked = of_that_key.find(|known| subjects::asked_for(known, subject, context.state, context.policy));
    let asked = asked.ok_or_else(|| Refused::NotAskedOf {
        name: (names::subject_name(subject, context.state)).to_string(),
    })?;
    if let Some(by) = &asked.evidenced_by {
        return Err(Refused::Elsewhere { page: evidenced::where_kept(by).to_string() }.into());
    }
    if asked.per == Per::Login {
        return Err(Refused::LoginRenewed.into());
    }
    Ok(asked)
}

/// A duty is done by the roles that the policy names; a declaration by everyone for themselves.
pub(crate) fn by_whom(asked: &DutyInForce, subject: &Subject, context: &Context<'_>) -> Result<(), Refusal> {
    let Author::Person(id) = context.author else { return Ok(()) };
    let person = context.state.people.active(id)?;
    if let Subject::Mailbox(mailbox) = subject
        && !context.state.channels.all.get(mailbox).is_some_and(|channel| channel.run_by.contains(id))
    {
        return Err(Refusal::clause(&*asked.clause, "only a holder has its password, and renews it"));
    }
    if asked.who.is_empty() {
        return match subject {
            Subject::Person(about) if about != id => Err(Refused::OwnOnly.into()),
            Subject::Device(device) => owner_declares(device, id, context),
            _ => Ok(()),
        };
    }
    let own = *subject == Subject::Person(id.clone());
    if own && asked.who.iter().any(|who| who == "self") {
        return Ok(());
    }
    if own && asked.by_another {
        return Err(Refusal::clause(
            &*asked.clause,
            "somebody else puts this on record, not the person it is for",
        ));
    }
    if person.is_any(&asked.who, &context.policy.catalogue) {
        return Ok(());
    }
    let who: Vec<&str> =
        asked.who.iter().map(|who| if who == "self" { "person themself" } else { who.as_str() }).collect();
    let says = format!("this is done by the {}", belisha_policy::join_or(&who));
    Err(Refusal::clause(&*asked.clause, says))
}

/// What is declared of somebody's own device, its owner declares.
fn owner_declares(device: &DeviceId, id: &PersonId, context: &Context<'_>) -> Result<(), Refusal> {
    match &context.state.devices.active(device)?.particulars.owner {
        Owner::Person(owner) if owner != id => Err(Refused::OwnDeviceOnly.into()),
        _ => Ok(()),
    }
}

/// Where the policy files assessments by risk, each is filed under one of its risks.
pub(crate) fn filed_rightly(risk: Option<Risk>, context: &Context<'_>) -> Result<(), Refusal> {
    let Some(named) = risks::named(context.policy) else { return Ok(()) };
    match risk {
        Some(risk) if named.risks.contains(&risk) => Ok(()),
        _ => Err(Refusal::clause(&*named.clause, format!("an assessment is filed under {}", named.words()))),
    }
}

pub(crate) fn exists(subject: &Subject, context: &Context<'_>) -> Result<(), Refusal> {
    let state = context.state;
    let known = match subject {
        Subject::Setting | Subject::Policy(_) => true,
        Subject::Person(person) => return Ok(state.people.active(person).map(|_| ())?),
        Subject::Device(device) => return Ok(state.devices.active(device).map(|_| ())?),
        Subject::Child(child) => return Ok(state.children.active(child).map(|_| ())?),
        Subject::Place(place) => state.places.all.contains_key(place),
        Subject::Mailbox(mailbox) => state.channels.mailboxes().any(|(id, _)| id == mailbox),
        Subject::Occasion(occasion) => state.occasions.here().any(|(id, _)| id == occasion),
        Subject::Kind(kind) => state.devices.kind(kind, &context.policy.catalogue).is_some(),
        Subject::Friendship(friendship) => return Ok(state.friendships.open(friendship).map(|_| ())?),
        Subject::Tool(tool) => return Ok(state.tools.active(tool).map(|_| ())?),
        Subject::Assessment(assessment) => return Ok(state.assessments.active(assessment).map(|_| ())?),
    };
    if known { Ok(()) } else { Err(Refused::NoSuchSubject.into()) }
}
