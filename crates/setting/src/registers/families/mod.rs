//! Notices to families, and which family was told of which, when and how.

pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod event;
pub(crate) mod family;
pub(crate) mod refused;
pub(crate) mod sentence;
pub(crate) mod state;

pub use command::Command;
pub use event::{Event, How};
pub use family::{Family, all, all_told, round};
pub use refused::Refused;
pub use state::{Families, Notice, Told};
