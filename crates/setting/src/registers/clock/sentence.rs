//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence};
use crate::record::moment::{date_of, time_of};
use crate::registers::clock::event::Event;

impl Sentence for Event {
    fn sentence(&self, _names: &Names<'_>) -> String {
        let Self::Stated { machine, back, .. } = self else {
            return "The program was running.".into();
        };
        let machine = format!("{} at {}", date_of(*machine), time_of(*machine).strftime("%H:%M"));
        let back = if *back { " Lines before this one are dated later than they were written." } else { "" };
        format!("The time was stated: the computer’s clock said {machine}.{back}")
    }
}
