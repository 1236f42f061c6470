//! The program as it is run.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "helpers of tests stop at the first surprise, and ask a clock how long they waited"
)]

#[path = "../../../vault/tests/common/clamd.rs"]
mod clamd;
mod golden;
mod house;
mod keys;
mod kill;
#[path = "../../../vault/tests/common/legible.rs"]
mod legible;
mod media;
mod operations;
mod pictures;
mod resolver;
#[path = "../../../vault/tests/common/s3_server.rs"]
mod s3_server;
mod structure;
mod try_it;
