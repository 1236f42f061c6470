//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence};
use crate::registers::occasions::event::Event;

impl Sentence for Event {
    fn sentence(&self, names: &Names<'_>) -> String {
        let state = names.state;
        let known = state.occasions.all.get(self.occasion());
        let title = known.map_or("An event", |known| known.title.as_str());
        match self {
            Self::Planned { title, on, .. } => format!("{title} is planned for {on}."),
            Self::Changed { .. } => format!("{title}: who takes part was put right."),
            Self::Reminded { how, .. } => {
                format!("{title}: the parents were reminded about pictures ({}).", how.words())
            }
            Self::Opened { .. } => format!("{title}: the doors are open."),
            Self::Ended { .. } => format!("{title} is over."),
            Self::Cancelled { .. } => format!("{title} does not take place."),
        }
    }
}
