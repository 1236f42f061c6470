//! Pictures erased, and handed to the family of a child who left.

use crate::deciding::input::words_within;
use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::record::ids::{ChildId, PictureId};
use crate::record::moment::date_of;
use crate::record::private::Private;
use crate::registers::pictures::decide::parts::{answers_for_pictures, retained};
use crate::registers::pictures::event::{EraseReason, Event};
use crate::registers::pictures::leaving;
use crate::registers::pictures::refused::Refused;
use crate::registers::pictures::retention::{against, erase_by};

pub(crate) fn erase(picture: PictureId, why: EraseReason, context: &Context<'_>) -> Result<Event, Refusal> {
    let known = retained(&picture, context)?;
    if known.held.is_some() {
        return Err(Refused::Held.into());
    }
    let today = date_of(context.now);
    let own = known.by == *context.author && date_of(known.at) == today;
    if !own && against(known, context.state).is_empty() {
        answers_for_pictures(context)?;
    }
    let due = erase_by(known, context.state, context.policy).is_some_and(|day| day <= today);
    let why = if due { EraseReason::Due } else { why };
    Ok(Event::Erased { picture, why })
}

/// The program's look: what is due is seen, and what was seen a day ago and is due still is erased.
pub(crate) fn erase_due(context: &Context<'_>) -> Vec<Event> {
    let (state, policy, now) = (context.state, context.policy, context.now);
    let unseen = leaving::unseen(state, policy, now);
    let seen = (!unseen.is_empty()).then_some(Event::DueSeen { pictures: unseen });
    let leaving = leaving::leaving(state, policy, now).into_iter();
    seen.into_iter().chain(leaving.map(|picture| Event::Erased { picture, why: EraseReason::Due })).collect()
}

/// Somebody who leads says yes to many going at once.
pub(crate) fn let_go(pictures: Vec<PictureId>, context: &Context<'_>) -> Result<Event, Refusal> {
    for picture in &pictures {
        let known = retained(picture, context)?;
        if !leaving::is_due_soon(known, context.state, context.policy, context.now) {
            return Err(Refused::NotDueSoon.into());
        }
    }
    if pictures.is_empty() {
        return Err(Refused::NoSuchPicture.into());
    }
    Ok(Event::LetGo { pictures })
}

/// The pictures of a child who left, handed over and erased. In the same breath those that are held stay.
pub(crate) fn hand_over(
    child: ChildId,
    pictures: Vec<PictureId>,
    to: &str,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    match state.children.all.get(&child) {
        Some(known) if known.left.is_some() => {}
        Some(_) => {
            return Err(Refused::StillHere.into());
        }
        None => return Err(Refused::NoSuchChild.into()),
    }
    let to = Private::new(&child, words_within(to, 120, "To whom they were handed")?);
    let mut events = vec![Event::HandedOver { child: child.clone(), pictures: pictures.clone(), to }];
    for picture in pictures {
        let known = retained(&picture, context)?;
        if !known.shot.children.contains(&child) {
            return Err(Refused::NotOfChild.into());
        }
        if known.held.is_none() {
            events.push(Event::Erased { picture, why: EraseReason::HandedOver });
        }
    }
    Ok(events)
}
