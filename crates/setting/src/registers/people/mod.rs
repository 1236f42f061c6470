//! The adults: who they are to the setting, and how they sign in.

pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod event;
pub(crate) mod reactions;
pub(crate) mod refused;
pub(crate) mod sentence;
pub(crate) mod state;

pub use command::{Command, Prepared};
pub use event::{Event, Secret};
pub use refused::Refused;
pub use state::{People, Person};
