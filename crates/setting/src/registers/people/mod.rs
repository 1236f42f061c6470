//! The adults: who they are to the setting, and how they sign in.

pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod event;
pub(crate) mod posts;
pub(crate) mod reactions;
pub(crate) mod refused;
pub(crate) mod sentence;
pub(crate) mod state;

pub use command::{Command, Prepared};
pub use event::{Change, Event, Secret};
pub use posts::{NEWS_DAYS, may_agree, may_decline, pending_words};
pub use refused::Refused;
pub use state::{FIRST_SECRET_DAYS, People, Person, Post, Proposal};
