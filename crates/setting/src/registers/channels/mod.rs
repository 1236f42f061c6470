//! Channels: mailboxes, official accounts, pages, groups. Who holds or runs each, and which children's families belong.

pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod event;
pub(crate) mod membership;
pub(crate) mod named;
pub(crate) mod refused;
pub(crate) mod sentence;
pub(crate) mod state;
pub(crate) mod watch;

pub use command::Command;
pub use event::{ChannelKind, Event};
pub use membership::gone;
pub use named::{Missing, missing};
pub use refused::Refused;
pub use state::{Channel, Channels, Look};
