//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence};
use crate::registers::codes::event::Event;

impl Sentence for Event {
    fn sentence(&self, names: &Names<'_>) -> String {
        let state = names.state;
        match self {
            Self::Signed { person, version, .. } => {
                format!("{} read and signed the code of conduct of {version}.", state.people.name(person))
            }
            Self::TalkedThrough { child, .. } => {
                format!("The children's code was talked through with {}.", state.children.name(child))
            }
        }
    }
}
