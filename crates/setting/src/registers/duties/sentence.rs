//! Each line about it, in a sentence.

use crate::reading::names::subject_name;
use crate::reading::sentence::{Names, Sentence};
use crate::registers::duties::event::Event;

impl Sentence for Event {
    fn sentence(&self, names: &Names<'_>) -> String {
        let Names { state, catalogue } = *names;
        let title = |key: &str| {
            let control = key.split('/').next().unwrap_or_default();
            catalogue.controls.get(control).map_or(key.to_owned(), |control| control.title.clone())
        };
        match self {
            Self::Done { duty, subject, passed, note, .. } => {
                let how = if *passed { "done" } else { "failed" };
                let note =
                    if note.words().is_empty() { String::new() } else { format!(": {}", note.words()) };
                format!("{} for {}: {how}{note}.", title(duty), subject_name(subject, state))
            }
            Self::TakenBack { duty, subject, note } => {
                let (title, subject) = (title(duty), subject_name(subject, state));
                format!("{title} for {subject} was ticked by mistake, and counts no more: {}.", note.words())
            }
            Self::Remedied { duty, subject, note } => {
                format!("{} for {} put right: {}.", title(duty), subject_name(subject, state), note.words())
            }
        }
    }
}
