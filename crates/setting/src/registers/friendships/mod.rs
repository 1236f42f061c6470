//! Friendships with a family from before its child came: told, acknowledged, kept within bounds that the friend has
//! signed, looked at again. Each is between one member of staff and the family of one child, and is read by few.

pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod event;
pub(crate) mod informed;
pub(crate) mod reactions;
pub(crate) mod refused;
pub(crate) mod sentence;
pub(crate) mod state;

pub use command::Command;
pub use event::Event;
pub use informed::{is_told, may_see, told_roles};
pub use refused::Refused;
pub use state::{ASSESSMENT, Friendship, Friendships};
