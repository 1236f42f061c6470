//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence};
use crate::registers::people::event::{Event, Secret};

impl Sentence for Event {
    fn sentence(&self, names: &Names<'_>) -> String {
        let state = names.state;
        match self {
            Self::Added { name, .. } => format!("{} joined the register of people.", name.words()),
            Self::Changed { person, roles, .. } => {
                format!("{} is now {}.", state.people.name(person), roles.join(", "))
            }
            Self::Renamed { name, .. } => format!("Somebody is now called {}.", name.words()),
            Self::Proposed { person, change } => {
                format!(
                    "Proposed: {} A second person has to agree.",
                    change.words(person, state, names.catalogue)
                )
            }
            Self::Agreed { person } => {
                format!("Agreed to what was proposed with {}.", state.people.name(person))
            }
            Self::Declined { person } => {
                format!("What was proposed with {} is not done.", state.people.name(person))
            }
            Self::Left { person } => format!("{} left the setting.", state.people.name(person)),
            Self::Reinstated { person, .. } => {
                format!("{} is on the register of people again.", state.people.name(person))
            }
            Self::SecretSet { person, secret: Secret::Pin, .. } => {
                format!("{} has a new PIN.", state.people.name(person))
            }
            Self::SecretSet { person, secret: Secret::SecondFactor, .. } => {
                format!("{} has a second proof for history.", state.people.name(person))
            }
            Self::SecretSet { person, .. } => {
                format!("{} has a new password.", state.people.name(person))
            }
        }
    }
}
