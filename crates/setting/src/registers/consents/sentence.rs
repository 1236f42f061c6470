//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence};
use crate::registers::consents::event::Event;

impl Sentence for Event {
    fn sentence(&self, names: &Names<'_>) -> String {
        let state = names.state;
        match self {
            Self::Given { of, purpose, how } => {
                format!("{} may be named ({purpose}): {}.", of.name(state), how.words())
            }
            Self::Withdrawn { of, purpose } => {
                format!("{} may no longer be named ({purpose}).", of.name(state))
            }
        }
    }
}
