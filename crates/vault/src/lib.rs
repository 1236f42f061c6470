//! Pictures and recordings, sealed: taken in, cleaned of what they say about how they were made, made smaller, kept,
//! covered and erased.
//!
//! [`media`] is pure: bytes in, bytes out. [`Vault`] is the shell around it: a spool that never holds plain bytes, blobs
//! under keys of their own in a folder or in any store that speaks S3, a checker, a scanner. The format of a blob is in
//! `docs/formats/vault.md`.
//!
//! Deliberately absent: policies, permissions, and any list of what is in the vault. Whoever keeps that list holds the
//! keys: without them a blob is noise, and when they are destroyed it stays so.

#[cfg(not(unix))]
compile_error!(
    "the vault keeps private folders and reads files at a place as Unix does: it runs on Linux or another Unix"
);

pub mod apart;
mod error;
mod folder;
mod key;
pub mod media;
mod prepare;
mod random;
mod scan;
pub mod seal;
mod spool;
mod store;
mod store_config;
mod vault;

pub use apart::Decoder;
pub use error::Error;
pub use key::Key;
pub use media::{Codec, Looked, MediaKind, Refused, Region, Source, Taken};
pub use prepare::{Blob, Prepared, Rendition};
pub use scan::ScannerAddress;
pub use spool::{RECORDING_BYTES_MAX, Spool};
pub use store_config::{Credentials, StoreConfig};
pub use vault::{CheckReport, Config, Found, Vault};
