//! Whether a picture may be used, asked at that moment and for that purpose; and what to do about uses that are not
//! permitted any more.

use super::{Picture, To, Use};
use crate::ask::{self, Question};
use crate::ids::{ChildId, PersonId, PictureId, UseId};
use crate::moment::date_of;
use crate::permissions;
use crate::state::State;
use belisha_policy::{Policy, Purpose, Verdict};
use jiff::Timestamp;
use jiff::civil::Date;

/// A use that is asked about.
#[derive(Debug, Clone, Default)]
pub struct Asked<'a> {
    /// Who asks.
    pub who: Option<&'a str>,
    /// For which purpose, in the policy's words or the catalogue's.
    pub purpose: &'a str,
    /// Into whose learning journey.
    pub journey: Option<&'a ChildId>,
    /// Somebody looked for what tells who the child is.
    pub looked: bool,
    /// On a device of one's own.
    pub own_device: bool,
}

/// The question behind a use of a picture.
pub fn question(picture: &PictureId, asked: &Asked<'_>, policy: &Policy) -> Question {
    let purpose = policy.catalogue.purpose(asked.purpose);
    let published = purpose.is_some_and(|purpose| !purpose.channels.is_empty());
    Question {
        act: if published { "publish-photo" } else { "use-picture" }.into(),
        who: asked.who.map(str::to_owned),
        owner: asked.own_device.then(|| "personal".to_owned()),
        purpose: Some(purpose.map_or_else(|| asked.purpose.to_owned(), |purpose| policy.word_for(purpose))),
        account: published.then(|| "official".to_owned()),
        picture: Some(picture.clone()),
        with: asked.journey.map(ToString::to_string),
        identifiers_checked: asked.looked,
        ..Question::default()
    }
}

/// Whether a picture may be used here, by the policy and by what parents say now.
pub fn may(
    picture: &PictureId,
    asked: &Asked<'_>,
    state: &State,
    policy: &Policy,
    now: Timestamp,
) -> Verdict {
    ask::verdict(state, policy, now, &question(picture, asked, policy))
}

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
        .filter(|(child, needed)| !permissions::standing(child, &needed.id, taken, state).permits())
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

/// A use that goes on and is not permitted any more, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recall {
    /// Of which picture.
    pub picture: PictureId,
    /// Which use.
    pub id: UseId,
    /// Whose permission is missing.
    pub children: Vec<ChildId>,
    /// The adults in it whose consent is missing.
    pub adults: Vec<PersonId>,
    /// Where it went, in words.
    pub went: String,
    /// What to do, in words.
    pub todo: String,
    /// When it went there.
    pub on: Date,
}

/// Every use that goes on although the parents of somebody in the picture no longer permit it, or an adult in it has
/// taken a consent back; erased or not.
pub fn recalls(state: &State, policy: &Policy) -> Vec<Recall> {
    let all = state
        .pictures
        .all
        .iter()
        .flat_map(|(id, there)| there.live().map(move |(key, used)| (id, there, key, used)));
    all.filter_map(|(id, there, key, used)| {
        let purpose = policy.catalogue.purpose(&used.purpose)?;
        let journey = if let To::Journey { child, .. } = &used.to { Some(child.as_str()) } else { None };
        let taken = date_of(there.shot.taken);
        let others = policy.catalogue.purpose("other journeys").unwrap_or(purpose);
        let lacking = |child: &&ChildId| {
            let needed = if journey.is_some_and(|own| own != child.as_str()) { others } else { purpose };
            !permissions::parents(child, &needed.id, taken, state).permits()
        };
        // Who could be seen when it was used, and who was found in it since.
        let later = there.visible().into_iter().filter(|child| !used.visible.contains(child));
        let children: Vec<ChildId> = used.visible.iter().chain(later).filter(lacking).cloned().collect();
        let adults: Vec<PersonId> = unconsenting(there, purpose, state).cloned().collect();
        if children.is_empty() && adults.is_empty() {
            return None;
        }
        let (went, todo) = words(used, state);
        let (picture, id, on) = (id.clone(), key.clone(), date_of(used.at));
        Some(Recall { picture, id, children, adults, went, todo, on })
    })
    .collect()
}

/// Where a use went, and what to do to call it back.
pub(crate) fn words(used: &Use, state: &State) -> (String, String) {
    match &used.to {
        To::Journey { child, .. } => (
            format!("in the learning journey of {}", state.children.name(child)),
            "take it out of the entry, or put a picture with the child covered in its place; tell the family if it was printed".into(),
        ),
        To::Display { place } => {
            let place = place.as_ref().map_or("a display".to_owned(), |place| format!("a display in the {}", state.places.name(place)));
            (format!("printed for {place}"), format!("take it down from {place} and shred it"))
        }
        To::Post { post } => {
            let there = state.posts.all.get(post);
            let channel = there.map_or("a channel".to_owned(), |there| state.channels.name(&there.channel));
            let link = there.and_then(|there| there.published.as_ref()).map_or(String::new(), |(link, _)| format!(" ({link})"));
            (format!("with a post on {channel}"), format!("take the post down from {channel}{link}, and say so on its page"))
        }
        To::Press { whom } => (
            format!("sent to {}", whom.words()),
            format!("write to {} that it must not be used again; what is printed cannot be called back, so tell the family", whom.words()),
        ),
        To::Training => ("shown to the team".into(), "take it out of what is shown to the team".into()),
    }
}
