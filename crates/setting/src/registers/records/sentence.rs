//! Each line about it, in a sentence.

use crate::reading::names::subject_name;
use crate::reading::sentence::{Names, Sentence};
use crate::registers::records::event::Event;

impl Sentence for Event {
    fn sentence(&self, names: &Names<'_>) -> String {
        let state = names.state;
        match self {
            Self::Opened { of } => format!("The record of {} was opened.", subject_name(of, state)),
        }
    }
}
