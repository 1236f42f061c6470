//! Who signed in where, which secrets were tried in vain, and what was refused to whom: what an attack would leave.

pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod event;
pub(crate) mod refused;
pub(crate) mod sentence;
pub(crate) mod state;
pub(crate) mod watch;

pub use command::{Command, Prepared};
pub use event::{Event, Place};
pub use refused::Refused;
pub use state::{Entry, SignIns};
pub use watch::alarms;
