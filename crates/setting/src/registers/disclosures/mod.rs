//! Disclosures: what was sent about somebody, to whom, why, how, and on what lawful ground. Never the contents.

pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod event;
pub(crate) mod readers;
pub(crate) mod refused;
pub(crate) mod sentence;
pub(crate) mod state;

pub use command::Command;
pub use event::{Disclosure, Event, How, Reason};
pub use readers::{may_read, reads_all};
pub use refused::Refused;
pub use state::{Disclosures, Sent};
