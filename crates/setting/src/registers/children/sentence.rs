//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence};
use crate::registers::children::event::Event;

impl Sentence for Event {
    fn sentence(&self, names: &Names<'_>) -> String {
        let state = names.state;
        match self {
            Self::Added { name, .. } => format!("{} joined the register of children.", name.words()),
            Self::Left { child } => format!("{} left the setting.", state.children.name(child)),
        }
    }
}
