//! Duties done, with their evidence.

pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod event;
pub(crate) mod refused;
pub(crate) mod sentence;
pub(crate) mod state;

pub use command::Command;
pub use event::{Event, Risk, Subject};
pub use refused::Refused;
pub use state::{Done, Duties};
