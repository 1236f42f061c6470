//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence};
use crate::registers::visitors::event::Event;

impl Sentence for Event {
    fn sentence(&self, names: &Names<'_>) -> String {
        let state = names.state;
        match self {
            Self::In { arrival, .. } => {
                format!("{} signed in as a visitor and agreed to the rule on phones.", arrival.name.words())
            }
            Self::SupervisorSet { supervisor: Some(person), .. } => {
                format!("{} is with the visitor.", state.people.name(person))
            }
            Self::SupervisorSet { .. } => "Nobody is with the visitor now.".into(),
            Self::Out { .. } => "A visitor signed out.".into(),
        }
    }
}
