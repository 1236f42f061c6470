//! Each line about it, in a sentence.

use crate::reading::names::author_name;
use crate::reading::sentence::{Names, Sentence, clock};
use crate::registers::exceptions::event::Event;

impl Sentence for Event {
    fn sentence(&self, names: &Names<'_>) -> String {
        let state = names.state;
        match self {
            Self::Granted { is, .. } => format!(
                "{} granted {} an exception ({}) until {}: {}",
                author_name(&is.by, state),
                state.people.name(&is.person),
                is.act.replace('-', " "),
                clock(is.until),
                is.why.words()
            ),
            Self::Ended { .. } => "An exception was taken back.".into(),
        }
    }
}
