//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence, purpose_title};
use crate::registers::permissions::event::Event;

impl Sentence for Event {
    fn sentence(&self, names: &Names<'_>) -> String {
        let Names { state, catalogue } = *names;
        let name = |child| state.children.name(child);
        match self {
            Self::Answered { child, purpose, yes, how, .. } => {
                let answer = if *yes { "yes" } else { "no" };
                format!(
                    "Pictures of {} for {}: {answer}, {}.",
                    name(child),
                    purpose_title(purpose, catalogue),
                    how.words()
                )
            }
            Self::AllowedOnce { child, purpose, on, .. } => {
                format!(
                    "Pictures of {} for {}: yes, for {on} alone.",
                    name(child),
                    purpose_title(purpose, catalogue)
                )
            }
            Self::Withdrawn { child, purpose, .. } => {
                format!(
                    "Pictures of {} for {}: permission was taken back.",
                    name(child),
                    purpose_title(purpose, catalogue)
                )
            }
            Self::Wished { child, wants: true, .. } => {
                format!("{} wants to be in pictures again.", name(child))
            }
            Self::Wished { child, .. } => format!("{} does not want to be in pictures.", name(child)),
            Self::Read { person, .. } => {
                format!("{} has read who may not be in pictures.", state.people.name(person))
            }
            Self::LinkMade { child, until, .. } => {
                format!("The family of {} has a link of its own until {until}.", name(child))
            }
            Self::LinkEnded { child } => format!("The link of the family of {} was ended.", name(child)),
        }
    }
}
