//! Scenarios and stories, played.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop at the first surprise")]

mod teaching;
mod acceptance;
mod story;
