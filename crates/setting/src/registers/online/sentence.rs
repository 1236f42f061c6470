//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence, clock};
use crate::registers::online::event::Event;

impl Sentence for Event {
    fn sentence(&self, names: &Names<'_>) -> String {
        let state = names.state;
        match self {
            Self::Permitted { child, yes, .. } => {
                let word = if *yes { "permit" } else { "do not permit" };
                format!("The parents of {} {word} that it goes online here.", state.children.name(child))
            }
            Self::Opened { supervisor, children, devices, until, .. } => {
                let devices: Vec<String> = devices.iter().map(|id| state.devices.name(id)).collect();
                let all = if children.len() == 1 {
                    "1 child".to_owned()
                } else {
                    format!("{} children", children.len())
                };
                format!(
                    "{} supervises {all} online on {} until {}.",
                    state.people.name(supervisor),
                    belisha_policy::join_and(&devices),
                    clock(*until)
                )
            }
            Self::Ended { .. } => "A supervised session was ended: the internet is shut.".into(),
            Self::NamesErased { .. } => {
                "The names that were looked up in a session were erased; the sums stay.".into()
            }
            Self::LookedUp { opened, refused, .. } => {
                format!("What was looked up in a session is on record: {opened} answered, {refused} refused.")
            }
        }
    }
}
