//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence, purpose_title};
use crate::record::state::State;
use crate::registers::pictures::event::{EraseReason, Event, MediaKind, To};

impl Sentence for Event {
    fn sentence(&self, names: &Names<'_>) -> String {
        let Names { state, catalogue } = *names;
        match self {
            Self::TakenIn { shot, .. } => format!(
                "{} made a {} with {} for {}; it is in the vault.",
                state.people.name(&shot.person),
                if shot.kind == MediaKind::Still { "picture" } else { "recording" },
                state.devices.name(&shot.device),
                purpose_title(&shot.purpose, catalogue)
            ),
            Self::Covered { .. } => {
                "A new picture was made of one, with a part of it covered for good.".into()
            }
            Self::Dated { on, .. } => format!("A picture was made on {on}: its file does not say so."),
            Self::Tagged { .. } => "Who can be seen in a picture was put right.".into(),
            Self::Used { to, .. } => format!("A picture was used: {}.", went(to, state)),
            Self::UseEnded { ended_how: what, .. } => {
                format!("A use of a picture is over: {}.", what.words())
            }
            Self::Held { why, .. } => format!("A picture is held: {}.", why.words()),
            Self::Released { why, .. } => format!("A picture is no longer held: {}.", why.words()),
            Self::DueSeen { pictures } => {
                format!("Soon to be erased by their day: {}.", many(pictures.len()).to_lowercase())
            }
            Self::LetGo { pictures } => {
                format!("To go on their day: {}.", many(pictures.len()).to_lowercase())
            }
            Self::Erased { why: EraseReason::Due, .. } => "A picture was erased: its day had come.".into(),
            Self::Erased { why, .. } => format!("A picture was erased: {}.", why.words()),
            Self::Gone { .. } => "The bytes of an erased picture are gone from every store.".into(),
            Self::HandedOver { child, pictures, .. } => {
                format!(
                    "{} pictures of {} were handed to the family.",
                    pictures.len(),
                    state.children.name(child)
                )
            }
        }
    }
}

fn many(pictures: usize) -> String {
    if pictures == 1 { "One picture".to_owned() } else { format!("{pictures} pictures") }
}

fn went(to: &To, state: &State) -> String {
    match to {
        To::Journey { child, .. } => format!("in the learning journey of {}", state.children.name(child)),
        To::Display { place: Some(place) } => {
            format!("printed for a display in the {}", state.places.name(place))
        }
        To::Display { place: None } => "printed for a display".into(),
        To::Post { .. } => "with a post".into(),
        To::Press { whom } => format!("sent to {}", whom.words()),
        To::Training => "shown to the team".into(),
    }
}
