//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence};
use crate::registers::assessments::event::Event;

impl Sentence for Event {
    fn sentence(&self, names: &Names<'_>) -> String {
        let state = names.state;
        let name = |id| state.assessments.name(id);
        match self {
            Self::Made { assessment, particulars, .. } => {
                format!(
                    "A risk assessment was made: {}; {} answers for it.",
                    name(assessment),
                    state.people.name(&particulars.owner)
                )
            }
            Self::Revised { assessment, .. } => {
                format!("A risk assessment was made anew: {}.", name(assessment))
            }
            Self::SignedOff { assessment, .. } => {
                format!("A risk assessment was signed off: {}.", name(assessment))
            }
            Self::Reviewed { assessment, review, .. } => {
                let review = review.strftime("%-d %B %Y");
                format!("A risk assessment was looked at again: {}; next by {review}.", name(assessment))
            }
            Self::Retired { assessment, .. } => {
                format!("A risk assessment no longer stands: {}.", name(assessment))
            }
        }
    }
}
