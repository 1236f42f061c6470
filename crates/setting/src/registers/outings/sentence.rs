//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence};
use crate::registers::outings::event::Event;

impl Sentence for Event {
    fn sentence(&self, names: &Names<'_>) -> String {
        let state = names.state;
        match self {
            Self::Planned { to, people, .. } => {
                let names: Vec<String> = people.iter().map(|person| state.people.name(person)).collect();
                format!("An outing to {to} is planned, with {}.", belisha_policy::join_and(&names))
            }
            Self::Left { phone, folder, .. } => {
                let phone = phone.as_ref().map_or("no phone".to_owned(), |phone| state.devices.name(phone));
                format!(
                    "The outing left with {phone}{}.",
                    if *folder { " and the contact folder" } else { "" }
                )
            }
            Self::Back { .. } => "The outing is back.".into(),
            Self::NotLeft { .. } => "The outing had not left: that was put on record by mistake.".into(),
            Self::NotBack { .. } => "The outing was not back: that was put on record by mistake.".into(),
            Self::Cancelled { .. } => "The outing was called off.".into(),
        }
    }
}
