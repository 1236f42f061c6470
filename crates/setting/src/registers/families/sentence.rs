//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence};
use crate::registers::families::event::Event;

impl Sentence for Event {
    fn sentence(&self, names: &Names<'_>) -> String {
        let state = names.state;
        let title = |notice| {
            state.families.notices.get(notice).map_or("a notice", |known| known.title.words()).to_owned()
        };
        match self {
            Self::Written { title, .. } => {
                format!("A notice to families was written: {}.", title.words())
            }
            Self::Told { notice, families, how, on } => {
                let names: Vec<String> = families.iter().map(|child| state.children.name(child)).collect();
                let names = belisha_policy::join_and(&names);
                format!("On {on} the families of {names} were told {}: {}.", how.words(), title(notice))
            }
            Self::Ended { notice } => format!("No longer given out: {}.", title(notice)),
        }
    }
}
