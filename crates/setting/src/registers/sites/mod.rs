//! Approved sites: with who approved them, when and why; sites asked for; a site opened on one device for some minutes.

pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod event;
pub(crate) mod listed;
pub(crate) mod refused;
pub(crate) mod sentence;
pub(crate) mod state;

pub use command::Command;
pub use decide::name::plain_name;
pub use event::Event;
pub use listed::{Listed, approved};
pub use refused::Refused;
pub use state::{Ask, Lift, Site, Sites};
