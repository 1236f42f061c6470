//! Devices: the setting's own, and what is known of those people bring.

pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod event;
pub(crate) mod reactions;
pub(crate) mod refused;
pub(crate) mod sentence;
pub(crate) mod state;

pub use command::{Command, Prepared};
pub use event::{Event, Owner, Particulars};
pub use refused::Refused;
pub use state::{Device, Devices, Gallery, Out, OwnKind};
