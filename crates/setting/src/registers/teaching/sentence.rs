//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence};
use crate::registers::teaching::event::Event;

impl Sentence for Event {
    fn sentence(&self, names: &Names<'_>) -> String {
        let state = names.state;
        let (children, topics, by) = match self {
            Self::Taught { children, topics, by, .. } => (children, topics, by),
            Self::TakenBack { line, note } => {
                return format!("What line {line} says was taught was not: {}.", note.words());
            }
        };
        let whom = match children.as_slice() {
            [child] => state.children.name(child),
            all => format!("{} children", all.len()),
        };
        format!("{} taught {whom}: {}.", state.people.name(by), topics.join("; "))
    }
}
