//! Concerns: raised by anyone in their own words, appended to and never edited, seen by their route alone.
//!
//! Where a concern goes is computed by [`route()`] from the policy and the people who are here now. Nothing is sent by
//! itself.

pub(crate) mod access;
pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod event;
pub(crate) mod procedures;
pub(crate) mod refused;
pub(crate) mod route;
pub(crate) mod sentence;
pub(crate) mod state;
pub(crate) mod tally;

pub use access::may_open;
pub use command::Command;
pub use event::Event;
pub use procedures::{phones_looked_through, procedures};
pub use refused::Refused;
pub use route::{Route, Step, is_late, on_route, route, waiting};
pub use state::{Concern, Concerns, Entry, EntryKind, StepDone};
pub use tally::{by_risk, counted};
