//! What the resolver knows the devices by, what visitors' devices may, and how much was looked up day by day.

pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod event;
pub(crate) mod refused;
pub(crate) mod sentence;
pub(crate) mod state;

pub use command::{Command, Prepared};
pub use event::{Counts, Event};
pub use refused::Refused;
pub use state::{COUNTS_KEPT_DAYS, Known, Network};
