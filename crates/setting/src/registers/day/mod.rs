//! The day: opened and closed, who is in, who is on a break, what is put away, and the count at its end.

pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod event;
pub(crate) mod reactions;
pub(crate) mod refused;
pub(crate) mod sentence;
pub(crate) mod state;

pub use command::{Command, Prepared};
pub use event::{Event, Item, PutAway};
pub use refused::Refused;
pub use state::{Day, Presence};
