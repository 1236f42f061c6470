//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence};
use crate::registers::profile::event::Event;

impl Sentence for Event {
    fn sentence(&self, _: &Names<'_>) -> String {
        match self {
            Self::Founded { name, .. } => format!("{name} began with Belisha."),
            Self::NumberSet { number } => format!("The setting's number is {number}."),
            Self::HoursSet { weekday, hours } => {
                let names =
                    ["", "Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"];
                let name = names.get(usize::try_from(*weekday).unwrap_or(0)).copied().unwrap_or("");
                hours.map_or(format!("Closed on {name}."), |(from, to)| {
                    format!("Open on {name} from {} to {}.", from.strftime("%H:%M"), to.strftime("%H:%M"))
                })
            }
            Self::TermSet { name, from, to } => format!("{name}: {from} to {to}."),
            Self::ClosureSet { on, why } => format!("Closed on {on}: {why}."),
        }
    }
}
