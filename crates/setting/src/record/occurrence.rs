//! What happened in the setting after which a policy may want something done, with the latest times.
//!
//! Concerns are not among it: a duty that follows one would tell everybody that there is one. They have routes.

use crate::record::event::Event;
use crate::registers::occasions::event::Event as Occasion;
use crate::registers::outings::event::Event as Outing;
use crate::registers::pictures::event::Event as Picture;
use crate::registers::posts::event::Event as Post;
use crate::registers::visitors::event::Event as Visit;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Something that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Occurrence {
    /// A visitor signed in.
    VisitorCame,
    /// An outing left.
    OutingLeft,
    /// An outing is back.
    OutingBack,
    /// A picture was taken in.
    PictureTaken,
    /// A post was published.
    PostPublished,
    /// An event for families is over.
    OccasionOver,
}

impl Occurrence {
    /// What happened with an event, if it is one of these.
    pub(crate) fn of(event: &Event) -> Option<Self> {
        if matches!(event, Event::Visitors(Visit::In { .. })) {
            Some(Self::VisitorCame)
        } else if matches!(event, Event::Outings(Outing::Left { .. })) {
            Some(Self::OutingLeft)
        } else if matches!(event, Event::Outings(Outing::Back { .. })) {
            Some(Self::OutingBack)
        } else if matches!(event, Event::Pictures(Picture::TakenIn { .. })) {
            Some(Self::PictureTaken)
        } else if matches!(event, Event::Posts(Post::Published { .. })) {
            Some(Self::PostPublished)
        } else if matches!(event, Event::Occasions(Occasion::Ended { .. })) {
            Some(Self::OccasionOver)
        } else {
            None
        }
    }
}

/// So many times of each are remembered; what is older was done about, or is long overdue.
const REMEMBERED_MAX: usize = 256;

/// When what happened, the latest last.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Occurrences(BTreeMap<Occurrence, Vec<Timestamp>>);

impl Occurrences {
    pub(crate) fn note(&mut self, occurrence: Occurrence, at: Timestamp) {
        let times = self.0.entry(occurrence).or_default();
        if times.len() == REMEMBERED_MAX {
            times.remove(0);
        }
        times.push(at);
    }

    /// The first after a time; the first of all when there is none.
    pub fn first_after(&self, occurrence: Occurrence, after: Option<Timestamp>) -> Option<Timestamp> {
        let mut times = self.0.get(&occurrence)?.iter();
        times.find(|at| after.is_none_or(|after| **at > after)).copied()
    }
}
