//! Social media tools and online journals used for work: proposed, assessed by whoever wants them, permitted where the
//! policy asks for permission.

pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod event;
pub(crate) mod reactions;
pub(crate) mod refused;
pub(crate) mod sentence;
pub(crate) mod state;

pub use command::Command;
pub use event::{Event, ToolKind};
pub use refused::Refused;
pub use state::{Tool, Tools};
