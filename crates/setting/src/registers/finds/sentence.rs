//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence};
use crate::registers::finds::event::Event;

impl Sentence for Event {
    fn sentence(&self, names: &Names<'_>) -> String {
        let state = names.state;
        match self {
            Self::Found { child, item: what, .. } => {
                format!("{} was found on {}.", what.words(), state.children.name(child))
            }
            Self::LockedAway { place, .. } => {
                format!("It was locked away in the {}.", state.places.name(place))
            }
            Self::HandedOver { to, .. } => format!("It was handed to {}.", to.words()),
        }
    }
}
