//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence};
use crate::registers::journeys::event::Event;

impl Sentence for Event {
    fn sentence(&self, names: &Names<'_>) -> String {
        let state = names.state;
        match self {
            Self::Written { child, .. } => {
                format!("An entry in the learning journey of {} was written.", state.children.name(child))
            }
            Self::PictureTakenOut { .. } => "A picture was taken out of a learning journey.".into(),
            Self::TakenOut { .. } => "An entry was taken out of a learning journey.".into(),
        }
    }
}
