//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence};
use crate::registers::disclosures::event::Event;

impl Sentence for Event {
    fn sentence(&self, _: &Names<'_>) -> String {
        let Self::Sent { particulars, .. } = self;
        format!(
            "Something personal was sent {}; what and to whom is on record under Secure sending.",
            particulars.how.words()
        )
    }
}
