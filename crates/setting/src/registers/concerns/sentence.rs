//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence};
use crate::registers::concerns::event::Event;

impl Sentence for Event {
    fn sentence(&self, _: &Names<'_>) -> String {
        match self {
            Self::Raised { .. } => "Your concern is raised: those on its route see it now.",
            Self::Added { .. } => "A concern was added to.",
            Self::Unnamed { .. } => "It is on record that the concern is not about somebody who was named.",
            Self::Named { .. } => "It is on record whom else the concern is about.",
            Self::LetIn { .. } => "A concern was opened to somebody who holds their post since.",
            Self::Taken { .. } => "A concern was taken down a further route.",
            Self::StepDone { .. } => "A step of a concern is done.",
            Self::PicturesChecked { .. } => "The pictures on a phone were looked at, for a concern.",
            Self::Opened { .. } => "A concern was read.",
            Self::Closed { .. } => "A concern was closed.",
            Self::Reopened { .. } => "A concern was opened again.",
            Self::NumberSet { .. } => "The number of a body outside is on record.",
        }
        .to_owned()
    }
}
