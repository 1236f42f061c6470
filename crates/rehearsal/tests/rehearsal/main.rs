//! Scenarios and stories, played.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop at the first surprise")]

mod acceptance;
mod story;
mod teaching;
