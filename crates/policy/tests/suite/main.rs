//! What holds for the catalogue and every built-in pack.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests stop at the first surprise"
)]

mod catalogue;
mod own;
mod packs;
