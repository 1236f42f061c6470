//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence};
use crate::registers::data_requests::event::Event;

impl Sentence for Event {
    fn sentence(&self, _names: &Names<'_>) -> String {
        match self {
            Self::Received { kind, on, .. } => format!("A request came on {on}: {}.", kind.words()),
            Self::Acknowledged { .. } => "Whoever asked about their data was told that it came.".into(),
            Self::Answered { done: true, .. } => "A request about data was answered, as was asked.".into(),
            Self::Answered { done: false, .. } => "A request about data was answered.".into(),
            Self::Erased { .. } => "What is held of somebody is erased, as was asked.".into(),
            Self::Gone { .. } => {
                "Their key is destroyed: what was sealed under it can never be opened again.".into()
            }
        }
    }
}
