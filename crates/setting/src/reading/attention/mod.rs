//! What is wrong now: what the policy has the program look out for.

pub(crate) mod alarm;
pub(crate) mod devices;
pub(crate) mod look;
pub(crate) mod posts;
pub(crate) mod put_away;

pub use alarm::Alarm;
pub use look::all;
