//! What time it is, where the machine's clock cannot be believed and somebody had to say it.

pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod event;
pub(crate) mod reactions;
pub(crate) mod refused;
pub(crate) mod sentence;
pub(crate) mod state;

pub use command::{Command, Prepared};
pub use event::Event;
pub use refused::Refused;
pub use state::{Clock, Statement};
