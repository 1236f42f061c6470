//! The setting's own resources on staying safe online, beside those of the catalogue.

pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod event;
pub(crate) mod refused;
pub(crate) mod sentence;
pub(crate) mod state;
pub(crate) mod titles;

pub use command::{Command, FOR_WHOM};
pub use event::Event;
pub use refused::Refused;
pub use state::{Library, Own};
pub use titles::titles;
