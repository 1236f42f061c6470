//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence};
use crate::registers::places::event::Event;

impl Sentence for Event {
    fn sentence(&self, _: &Names<'_>) -> String {
        match self {
            Self::Set { name, .. } => format!("The place {name} was set down."),
        }
    }
}
