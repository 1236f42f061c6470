//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence};
use crate::registers::devices::event::Event;

impl Sentence for Event {
    fn sentence(&self, names: &Names<'_>) -> String {
        let state = names.state;
        let name = |device| state.devices.name(device);
        match self {
            Self::KindSet { title, can, .. } => {
                format!("A new kind of device: {title} ({}).", can.join(", "))
            }
            Self::Set { particulars, .. } => {
                format!("{} is on the register of devices.", particulars.name)
            }
            Self::Reinstated { device } => format!("{} is in use again.", name(device)),
            Self::Retired { device, why } => format!("{} is no longer in use: {why}.", name(device)),
            Self::Taken { device, person, purpose, supervisor, .. } => {
                let with = supervisor
                    .as_ref()
                    .map_or(String::new(), |s| format!(", supervised by {}", state.people.name(s)));
                format!("{} took {} for {purpose}{with}.", state.people.name(person), name(device))
            }
            Self::Returned { device, emptied: Some(true), .. } => {
                format!("{} is back in its store; no picture is left on it.", name(device))
            }
            Self::Returned { device, emptied: Some(false), .. } => {
                format!("{} is back in its store, with pictures on it.", name(device))
            }
            Self::Returned { device, .. } => format!("{} is back in its store.", name(device)),
            Self::Emptied { device } => format!("No picture is left on {}.", name(device)),
            Self::Slip { device, note } => {
                format!("{} was told something personal: {}.", name(device), note.words())
            }
            Self::SlipDeleted { device } => format!("That recording on {} was deleted.", name(device)),
            Self::Enrolled { device, door, .. } => {
                format!("{} was enrolled{}.", name(device), if *door { " for the door" } else { "" })
            }
            Self::Revoked { device } => format!("{} can no longer be signed in on.", name(device)),
        }
    }
}
