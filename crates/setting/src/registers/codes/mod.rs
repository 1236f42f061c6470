//! The codes of conduct: who signed which version of the adults', with whom the children's was talked through.

pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod event;
pub(crate) mod refused;
pub(crate) mod sentence;
pub(crate) mod state;

pub use command::Command;
pub use event::Event;
pub use refused::Refused;
pub use state::{Codes, Mark, Marks};
