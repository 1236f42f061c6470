//! Learning journeys: what was seen of a child's learning, what comes next, and pictures of it.

pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod event;
pub(crate) mod reactions;
pub(crate) mod refused;
pub(crate) mod sentence;
pub(crate) mod state;

pub use command::Command;
pub use event::Event;
pub use refused::Refused;
pub use state::{Entry, Journeys};
