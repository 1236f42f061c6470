//! Whether a picture may be used, asked at that moment and for that purpose; and what to do about uses that are not
//! permitted any more.

use crate::reading::ask::answer;
use crate::reading::ask::question::Question;
use crate::record::ids::{ChildId, PictureId};
use crate::record::state::State;
use belisha_policy::{Policy, Verdict};
use jiff::Timestamp;

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
    answer::verdict(state, policy, now, &question(picture, asked, policy))
}
