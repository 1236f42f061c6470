//! What the lines about learning journeys fold into.

use crate::record::author::Author;
use crate::record::ids::{ChildId, EntryId, PictureId};
use crate::record::private::Private;
use crate::record::stamp::Stamp;
use crate::registers::journeys::event::Event;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Whose journey.
    pub child: ChildId,
    /// What was seen.
    pub observation: Private,
    /// The area of learning.
    pub area: String,
    /// What comes next.
    pub next_steps: Private,
    /// Its pictures.
    pub pictures: Vec<PictureId>,
    /// Who wrote it.
    pub by: Author,
    /// When.
    pub at: Timestamp,
    /// Why it was taken out.
    pub out: Option<Private>,
}

/// The journeys.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Journeys {
    /// By id.
    pub all: BTreeMap<EntryId, Entry>,
}

impl Journeys {
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        match event.clone() {
            Event::Written { entry, child, observation, area, next_steps, pictures } => {
                let (by, at) = (line.author.clone(), line.at);
                let new = Entry { child, observation, area, next_steps, pictures, by, at, out: None };
                self.all.insert(entry, new);
            }
            Event::PictureTakenOut { entry, picture, .. } => {
                if let Some(known) = self.all.get_mut(&entry) {
                    known.pictures.retain(|known| *known != picture);
                }
            }
            Event::TakenOut { entry, why } => {
                if let Some(known) = self.all.get_mut(&entry) {
                    known.out = Some(why);
                }
            }
        }
    }

    /// The entries of a child's journey, the latest first.
    pub fn of<'a>(&'a self, child: &'a ChildId) -> Vec<(&'a EntryId, &'a Entry)> {
        let mut all: Vec<_> =
            self.all.iter().filter(|(_, known)| known.child == *child && known.out.is_none()).collect();
        all.sort_by_key(|(_, known)| std::cmp::Reverse(known.at));
        all
    }
}
