//! The resolver on real sockets, by UDP, TCP, TLS and HTTPS, with an upstream that counts and misbehaves.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "helpers of tests stop at the first surprise"
)]

mod clients;
mod plain;
mod support;
mod tls;
