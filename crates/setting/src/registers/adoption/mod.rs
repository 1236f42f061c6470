//! The policy as adopted: its versions, who signed which, and its links.

pub(crate) mod changes;
pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod event;
pub(crate) mod reactions;
pub(crate) mod refused;
pub(crate) mod sentence;
pub(crate) mod state;

pub use changes::{Changes, may_agree, may_decline, proposed_changes};
pub use command::Command;
pub use event::Event;
pub use refused::Refused;
pub use state::{Adoption, ProposedVersion, Version};
