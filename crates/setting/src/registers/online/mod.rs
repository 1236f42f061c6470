//! Supervised sessions: an adult takes named children online, on named devices, for a purpose, for a while. Parents'
//! written permission to go online, which some policies ask for.

pub(crate) mod asked;
pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod event;
pub(crate) mod refused;
pub(crate) mod sentence;
pub(crate) mod state;
pub(crate) mod supervision;

pub use asked::{asks_permission, purposes};
pub use command::{Command, MINUTES_MAX, Prepared};
pub use event::Event;
pub use refused::Refused;
pub use state::{End, LookedUp, NAMES_KEPT_DAYS, Online, Permission, Session, names_of};
pub use supervision::{POLICY_SHOWN, can_supervise, permitted, was_shown};
