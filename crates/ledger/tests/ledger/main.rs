//! The log on SQLite, from the outside.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop at the first surprise")]

mod door;
mod golden;
mod log;
