//! What the children were taught about staying safe online: by whom, when, and which children still lack what.

pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod event;
pub(crate) mod refused;
pub(crate) mod sentence;
pub(crate) mod state;
pub(crate) mod topics;

pub use command::Command;
pub use event::Event;
pub use refused::Refused;
pub use state::{Lesson, Teaching};
pub use topics::{before_first_use, controls, gaps, stay_safe_gaps, topics};
