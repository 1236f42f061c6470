//! Exceptions granted by somebody the policy names: who, what, where, until when.

pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod event;
pub(crate) mod refused;
pub(crate) mod sentence;
pub(crate) mod state;

pub use command::Command;
pub use event::{Event, Exception};
pub use refused::Refused;
pub use state::Exceptions;
