//! Rehearsal: a scenario run in memory against a policy, through the same commands as everything else.
//!
//! `docs/formats/scenario.md` describes the format. For the program it is the acceptance suite; for a setting it is
//! the way to try a changed policy before adopting it.

mod error;
mod prove;
mod run;
mod scenario;
pub mod story;
mod words;

pub use error::Error;
pub use prove::{Unnoticed, unnoticed};
pub use run::{Failure, run};
pub use scenario::Scenario;
