//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence};
use crate::record::state::State;
use crate::registers::sign_ins::event::{Event, Place};

impl Sentence for Event {
    fn sentence(&self, names: &Names<'_>) -> String {
        let state = names.state;
        match self {
            Self::SignedIn { person, place } => {
                format!("{} signed in {}.", state.people.name(person), at(place, state))
            }
            Self::TriedInVain { person: Some(person), place } => {
                format!("Wrong secrets of {} were tried {}.", state.people.name(person), at(place, state))
            }
            Self::TriedInVain { person: None, place } => {
                format!("Wrong names and secrets were tried {}.", at(place, state))
            }
            Self::Denied { person, asked } => {
                format!(
                    "{} asked for what is for others ({asked}), and was refused.",
                    state.people.name(person)
                )
            }
        }
    }
}

fn at(place: &Place, state: &State) -> String {
    match place {
        Place::Tablet(device) => format!("on {}", state.devices.name(device)),
        Place::Setting => "on a browser called the setting’s".into(),
        Place::Own => "on a device of their own".into(),
        Place::Elsewhere => "on a browser that is not enrolled".into(),
    }
}
