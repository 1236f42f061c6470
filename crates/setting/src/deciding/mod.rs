//! The highest floor: what is decided. Commands, who may give them, and the events that they become.

pub(crate) mod authority;
mod codec;
pub(crate) mod command;
pub(crate) mod decide;
pub mod import;
pub mod in_memory;
pub(crate) mod input;
pub(crate) mod needs;
pub(crate) mod prepared;
pub(crate) mod refusal;
pub(crate) mod refusals;
pub(crate) mod refused;
pub(crate) mod require;
pub(crate) mod stopped;
