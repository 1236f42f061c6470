//! Names for sentences.

use crate::record::author::Author;
use crate::record::state::State;
use crate::registers::consents::event::Of;
use crate::registers::duties::event::Subject;

impl Of {
    /// Their name, for a sentence.
    pub fn name(&self, state: &State) -> String {
        match self {
            Self::Person(person) => state.people.name(person),
            Self::Child(child) => state.children.name(child),
        }
    }
}

/// A subject's name, for a sentence.
pub fn subject_name(subject: &Subject, state: &State) -> String {
    match subject {
        Subject::Setting => "the setting".to_owned(),
        Subject::Person(person) => state.people.name(person),
        Subject::Device(device) => state.devices.name(device),
        Subject::Place(place) => format!("the {}", state.places.name(place)),
        Subject::Child(child) => state.children.name(child),
        Subject::Kind(kind) => {
            state.devices.kinds.get(kind).map_or_else(|| kind.clone(), |own| own.title.clone())
        }
        Subject::Policy(policy) => policy.clone(),
        // Whose it is stands on its own page alone, for those whom the policy names.
        Subject::Friendship(_) => "a friendship from before".to_owned(),
        Subject::Tool(tool) => state.tools.name(tool),
        Subject::Assessment(assessment) => state.assessments.name(assessment),
        Subject::Mailbox(mailbox) => state.channels.name(mailbox),
        Subject::Occasion(occasion) => {
            let known = state.occasions.all.get(occasion);
            known.map_or_else(|| "an event".to_owned(), |known| known.title.clone())
        }
    }
}

/// The name of whoever wrote a line or gives a command.
pub fn author_name(author: &Author, state: &State) -> String {
    match author {
        Author::Person(person) => state.people.name(person),
        Author::Door(_) => "at the door".to_owned(),
        Author::Program => "Belisha".to_owned(),
        Author::Family(child) => format!("the family of {}", state.children.name(child)),
    }
}
