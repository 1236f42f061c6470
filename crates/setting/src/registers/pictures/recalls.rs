//! Uses that go on and are not permitted any more, and what to do about each.

use crate::record::ids::{ChildId, PersonId, PictureId, UseId};
use crate::record::moment::date_of;
use crate::record::state::State;
use crate::registers::permissions::standing;
use crate::registers::pictures::event::To;
use crate::registers::pictures::permitted::unconsenting;
use crate::registers::pictures::state::Use;
use belisha_policy::Policy;
use jiff::civil::Date;

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
        .flat_map(|(id, known)| known.live().map(move |(key, used)| (id, known, key, used)));
    all.filter_map(|(id, known, key, used)| {
        let purpose = policy.catalogue.purpose(&used.purpose)?;
        let journey = if let To::Journey { child, .. } = &used.to { Some(child.as_str()) } else { None };
        let taken = date_of(known.shot.taken);
        let others = policy.catalogue.purpose("other journeys").unwrap_or(purpose);
        let lacking = |child: &&ChildId| {
            let needed = if journey.is_some_and(|own| own != child.as_str()) { others } else { purpose };
            !standing::parents(child, &needed.id, taken, state).permits()
        };
        // Who could be seen when it was used, and who was found in it since.
        let later = known.visible().into_iter().filter(|child| !used.visible.contains(child));
        let children: Vec<ChildId> = used.visible.iter().chain(later).filter(lacking).cloned().collect();
        let adults: Vec<PersonId> = unconsenting(known, purpose, state).cloned().collect();
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
            let known = state.posts.all.get(post);
            let channel = known.map_or("a channel".to_owned(), |known| state.channels.name(&known.channel));
            let link = known.and_then(|known| known.published.as_ref()).map_or(String::new(), |(link, _)| format!(" ({link})"));
            (format!("with a post on {channel}"), format!("take the post down from {channel}{link}, and say so on its page"))
        }
        To::Press { whom } => (
            format!("sent to {}", whom.words()),
            format!("write to {} that it must not be used again; what is printed cannot be called back, so tell the family", whom.words()),
        ),
        To::Training => ("shown to the team".into(), "take it out of what is shown to the team".into()),
    }
}
