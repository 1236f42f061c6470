//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence};
use crate::registers::library::event::Event;

impl Sentence for Event {
    fn sentence(&self, _: &Names<'_>) -> String {
        match self {
            Self::Added { title, .. } => format!("{} is in the library.", title.words()),
            Self::Retired { .. } => "A resource was taken out of the library.".into(),
        }
    }
}
