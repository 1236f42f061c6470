//! Each line about it, in a sentence.

use crate::reading::names::author_name;
use crate::reading::sentence::{Names, Sentence, clock};
use crate::registers::exceptions::event::Event;

impl Sentence for Event {
    fn sentence(&self, names: &Names<'_>) -> String {
        let state = names.state;
        match self {
            Self::Granted { terms, .. } => format!(
                "{} granted {} an exception ({}) until {}: {}",
                author_name(&terms.by, state),
                state.people.name(&terms.person),
                terms.act.replace('-', " "),
                clock(terms.until),
                terms.why.words()
            ),
            Self::Ended { .. } => "An exception was taken back.".into(),
        }
    }
}
