//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence};
use crate::registers::adoption::event::Event;

impl Sentence for Event {
    fn sentence(&self, names: &Names<'_>) -> String {
        let state = names.state;
        match self {
            Self::Adopted { version, .. } => format!("The policy of {version} was adopted."),
            Self::Proposed { version, .. } => {
                format!("A changed policy of {version} was proposed. A second person has to agree.")
            }
            Self::Agreed => "Agreed to the changed policy.".into(),
            Self::Declined => "The changed policy that was proposed is not adopted.".into(),
            Self::Signed { person, version, .. } => {
                format!("{} read and signed the policy of {version}.", state.people.name(person))
            }
            Self::LinkSet { name, address } if address.is_empty() => {
                format!("The link {name} was taken off.")
            }
            Self::LinkSet { name, address } => format!("The link {name} leads to {address}."),
        }
    }
}
