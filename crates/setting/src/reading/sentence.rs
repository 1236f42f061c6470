//! What happened, in a sentence, for the log and after a button.

use crate::reading::names::author_name;
use crate::record::event::Event;
use crate::record::line::Line;
use crate::record::moment::time_of;
use crate::record::state::State;
use crate::registers::registers;
use belisha_policy::Catalogue;
use jiff::Timestamp;

/// Where the names in a sentence come from: people, things and channels from the registers, controls and purposes from
/// the catalogue.
#[derive(Debug, Clone, Copy)]
pub struct Names<'a> {
    /// The registers.
    pub state: &'a State,
    /// The catalogue.
    pub catalogue: &'a Catalogue,
}

/// An event of a register that can say itself.
pub trait Sentence {
    /// What happened, in plain words, with a full stop. It says no more than the line's audience may read.
    fn sentence(&self, names: &Names<'_>) -> String;
}

macro_rules! sentences {
    ($($variant:ident $module:ident $part:ident $reacts:ident;)*) => {
        impl Sentence for Event {
            fn sentence(&self, names: &Names<'_>) -> String {
                match self {
                    $(Self::$variant(event) => event.sentence(names),)*
                    Self::Corrected { line, words } => format!("Line {line} put right: {}", words.words()),
                }
            }
        }
    };
}

registers!(sentences);

impl Line {
    /// The name of whoever wrote it.
    pub fn written_by(&self, state: &State) -> String {
        author_name(&self.author, state)
    }
}

/// A time of day in the setting's own time: `14:05`.
pub(crate) fn clock(at: Timestamp) -> String {
    time_of(at).strftime("%H:%M").to_string()
}

/// A purpose of pictures by its title; by its id where the catalogue no longer has it.
pub(crate) fn purpose_title(purpose: &str, catalogue: &Catalogue) -> String {
    catalogue.purpose(purpose).map_or_else(|| purpose.to_owned(), |purpose| purpose.title.clone())
}
