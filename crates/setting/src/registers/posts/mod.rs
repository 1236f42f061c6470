//! Posts: drafted, checked, approved by somebody else, published with their link, taken down.

pub(crate) mod checks;
pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod event;
pub(crate) mod reactions;
pub(crate) mod refused;
pub(crate) mod sentence;
pub(crate) mod state;

pub use checks::{found, purpose};
pub use command::Command;
pub use event::Event;
pub use refused::Refused;
pub use state::{Approval, Post, Posts};
