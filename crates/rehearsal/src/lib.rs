//! Rehearsal: a scenario run in memory against a policy, through the same commands as everything else.
//!
//! `docs/formats/scenario.md` describes the format. For the program it is the acceptance suite; for a setting it is
//! the way to try a changed policy before adopting it.

mod prove;
mod run;
mod scenario;
pub mod story;
mod words;

pub use prove::{Unnoticed, unnoticed};
pub use run::{Failure, run};
pub use scenario::Scenario;

/// What can be wrong with a scenario file itself.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The text does not follow the format.
    #[error("{file}:{line}: {what}")]
    Text {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
}
