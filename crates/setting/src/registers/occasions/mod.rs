//! Events for families, such as a play or a sports day: whether parents may photograph, that they were reminded, and
//! that the doors open only then.

pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod event;
pub(crate) mod permission;
pub(crate) mod reactions;
pub(crate) mod refused;
pub(crate) mod sentence;
pub(crate) mod state;

pub use command::Command;
pub use event::Event;
pub use permission::{PURPOSE, without_permission};
pub use refused::Refused;
pub use state::{Occasion, Occasions, Stage};
