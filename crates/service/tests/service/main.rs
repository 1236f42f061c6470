//! The service, over a real store.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "helpers of tests stop at the first surprise"
)]

mod blocking;
mod clock;
mod internet;
mod lists;
mod running;
mod shape;
mod snapshot;
