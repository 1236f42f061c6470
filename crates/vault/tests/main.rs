//! The vault, from the outside.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop at the first surprise")]

mod buckets;
#[path = "common/clamd.rs"]
mod clamd;
mod common;
mod corpus;
mod folders;
mod jpegs;
#[path = "common/legible.rs"]
mod legible;
mod others;
mod recordings;
#[path = "common/s3_server.rs"]
mod s3_server;
mod scanner;
mod stills;
