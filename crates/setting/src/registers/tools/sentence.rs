//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence};
use crate::registers::tools::event::Event;

impl Sentence for Event {
    fn sentence(&self, names: &Names<'_>) -> String {
        let state = names.state;
        match self {
            Self::Proposed { name, purpose, .. } => {
                format!("{name} is wanted for work: {}.", purpose.words())
            }
            Self::Approved { tool } => format!("{} is permitted.", state.tools.name(tool)),
            Self::Withdrawn { tool, why } => {
                format!("{} is no longer permitted: {}.", state.tools.name(tool), why.words())
            }
            Self::Retired { tool, why } => {
                format!("{} is used no more: {}.", state.tools.name(tool), why.words())
            }
        }
    }
}
