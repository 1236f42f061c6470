//! Consents to be named in public: an adult's own, or the parents' for a child, each for one way of publishing.

pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod event;
pub(crate) mod refused;
pub(crate) mod sentence;
pub(crate) mod state;

pub use command::{Command, PURPOSES};
pub use event::{Event, Of};
pub use refused::Refused;
pub use state::{Consent, Consents};
