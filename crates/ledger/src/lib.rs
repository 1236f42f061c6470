//! The append-only, tamper-evident log of each setting, with personal words sealed.
//!
//! A [`Log`] is one setting's log: an RFC 6962 Merkle tree over lines of canonical JSON, kept by a [`Store`]. An append
//! is durable or it is an error. `docs/formats/ledger.md` describes the bytes.
//!
//! Deliberately absent: what a line means. To this crate a line is JSON in which `{"of": id, "is": words}` marks words
//! about a person.

mod background;
mod crockford;
mod error;
mod in_flight;
mod keys;
mod line;
mod log;
mod merkle;
mod note;
pub mod random;
mod reader;
mod replay;
pub mod rotation;
mod seal;
mod snapshot;
mod sqlite;
mod store;
mod verify;

pub use error::Error;
pub use in_flight::InFlight;
pub use keys::{KeyFile, MasterKey, RecoveryKey, Wrapping};
pub use line::StoredLine;
pub use log::Log;
pub use merkle::{Frontier, Hash, inclusion_proof, leaf_hash, root_from_proof};
pub use note::{Checkpoint, Disagrees};
pub use reader::{Reader, Words};
pub use sqlite::Sqlite;
pub use store::{Append, Row, SettingKeys, Store};
pub use verify::{Fault, Verified};
