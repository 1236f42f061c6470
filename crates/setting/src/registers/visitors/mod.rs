//! Visitors: the rule read, their devices, who is with them, and when they went.

pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod event;
pub(crate) mod refused;
pub(crate) mod rule;
pub(crate) mod sentence;
pub(crate) mod state;

pub use command::Command;
pub use event::{Arrival, Event, Phone};
pub use refused::Refused;
pub use rule::{asks_lone_working, phone_places, rule};
pub use state::{Visit, Visitors};
