//! What parents permit with pictures of their child, purpose by purpose; what the child says; who on the team has read
//! that something changed. What is not answered counts as no.

pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod event;
pub(crate) mod refused;
pub(crate) mod sentence;
pub(crate) mod standing;
pub(crate) mod state;

pub use command::{Command, Prepared};
pub use event::{Event, How};
pub use refused::Refused;
pub use standing::{Standing, parents, standing, unanswered};
pub use state::{Change, OfChild, Once, PermissionAnswer, Permissions};
