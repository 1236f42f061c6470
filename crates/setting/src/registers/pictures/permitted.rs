//! Who can be seen in a picture without the permission or consent that a use needs.

use crate::record::ids::{ChildId, PersonId};
use crate::record::moment::date_of;
use crate::record::state::State;
use crate::registers::permissions::standing;
use crate::registers::pictures::state::Picture;
use belisha_policy::{Policy, Purpose};

/// The children who can be seen in a picture and lack the permission that this use needs, each with the purpose it
/// needs. In a learning journey its own child is seen as such, and the others as in another child's journey.
pub(crate) fn unpermitted<'a>(
    picture: &Picture,
    purpose: &'a Purpose,
    journey: Option<&str>,
    policy: &'a Policy,
    state: &State,
) -> Vec<(ChildId, &'a Purpose)> {
    let taken = date_of(picture.shot.taken);
    let others = policy.catalogue.purpose("other journeys").unwrap_or(purpose);
    let needs = |child: &ChildId| match journey {
        Some(own) if own != child.as_str() => others,
        _ => purpose,
    };
    let visible = picture.visible().into_iter();
    visible
        .map(|child| (child, needs(child)))
        .filter(|(child, needed)| !standing::standing(child, &needed.id, taken, state).permits())
        .map(|(child, needed)| (child.clone(), needed))
        .collect()
}

/// The adults who can be seen in a picture and have not consented to be published in any of the ways that this purpose
/// publishes.
pub(crate) fn unconsenting<'a>(
    picture: &'a Picture,
    purpose: &'a Purpose,
    state: &'a State,
) -> impl Iterator<Item = &'a PersonId> {
    let consents =
        |adult: &PersonId| purpose.channels.iter().any(|channel| state.consents.has(adult.as_str(), channel));
    let published = !purpose.channels.is_empty();
    picture.shot.adults.iter().filter(move |adult| published && !consents(adult))
}
