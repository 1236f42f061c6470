//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence};
use crate::registers::friendships::event::Event;

impl Sentence for Event {
    fn sentence(&self, _: &Names<'_>) -> String {
        match self {
            Self::Declared { .. } => "A friendship from before was told.",
            Self::Acknowledged { .. } => "A friendship from before was acknowledged.",
            Self::BoundsSet { .. } => "The bounds of a friendship from before were set.",
            Self::Agreed { .. } => "The bounds of a friendship from before were signed.",
            Self::Reviewed { .. } => "A friendship from before was looked at again.",
            Self::Ended { .. } => "A friendship from before is over.",
        }
        .into()
    }
}
