//! What a database must do for the ledger: little, and the same for every one.

use crate::error::Error;
use crate::merkle::Hash;
use tokio::sync::oneshot;

/// Lines to be added to one setting's log, all of them or none.
#[derive(Debug, Clone)]
pub struct Append {
    /// The setting.
    pub setting: String,
    /// How long the log must be.
    pub expected_length: u64,
    /// Appends of one lineage rest on each other: when one fails, so must all that were queued after it, even where
    /// their expected length has come about by somebody else's lines.
    pub lineage: u64,
    /// The lines with their leaf hashes, in order.
    pub lines: Vec<(Vec<u8>, Hash)>,
    /// New people's keys, wrapped.
    pub keys: Vec<(String, Vec<u8>)>,
}

/// One line as stored.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// Its number, from 0.
    pub seq: u64,
    /// Its bytes.
    pub line: &'a [u8],
    /// The hash stored beside it.
    pub leaf: &'a [u8],
}

/// A database that keeps logs.
pub trait Store: Send + Sync {
    /// Queues an append. The answer comes when it is durable, or with an error when nothing was written.
    fn append(&self, append: Append) -> oneshot::Receiver<Result<(), Error>>;

    /// Reads lines from `from` on, in order, until there are no more or `each` says stop.
    ///
    /// # Errors
    /// When the database cannot be read.
    fn read(&self, setting: &str, from: u64, each: &mut dyn FnMut(Row<'_>) -> bool) -> Result<(), Error>;

    /// How many lines a log has.
    ///
    /// # Errors
    /// When the database cannot be read.
    fn length(&self, setting: &str) -> Result<u64, Error>;

    /// The settings there are, with their wrapped keys: for sealing, for signing, and the public key.
    ///
    /// # Errors
    /// When the database cannot be read.
    fn settings(&self) -> Result<Vec<(String, SettingKeys)>, Error>;

    /// Adds a setting.
    ///
    /// # Errors
    /// When the database cannot be written.
    fn add_setting(&self, setting: &str, keys: &SettingKeys) -> Result<(), Error>;

    /// The wrapped keys of a setting's people.
    ///
    /// # Errors
    /// When the database cannot be read.
    fn person_keys(&self, setting: &str) -> Result<Vec<(String, Vec<u8>)>, Error>;

    /// Destroys a person's key: their words can never be opened again.
    ///
    /// # Errors
    /// When the database cannot be written.
    fn destroy_key(&self, setting: &str, person: &str) -> Result<(), Error>;

    /// Keeps a checkpoint.
    ///
    /// # Errors
    /// When the database cannot be written.
    fn keep_checkpoint(&self, setting: &str, size: u64, note: &str) -> Result<(), Error>;

    /// Every checkpoint, smallest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    fn checkpoints(&self, setting: &str) -> Result<Vec<(u64, String)>, Error>;

    /// Keeps the latest snapshot, sealed.
    ///
    /// # Errors
    /// When the database cannot be written.
    fn keep_snapshot(&self, setting: &str, size: u64, sealed: &[u8]) -> Result<(), Error>;

    /// The latest snapshot.
    ///
    /// # Errors
    /// When the database cannot be read.
    fn snapshot(&self, setting: &str) -> Result<Option<(u64, Vec<u8>)>, Error>;

    /// The wrapped master key, for recovery.
    ///
    /// # Errors
    /// When the database cannot be read.
    fn recovery(&self) -> Result<Option<Vec<u8>>, Error>;

    /// Keeps the wrapped master key.
    ///
    /// # Errors
    /// When the database cannot be written.
    fn keep_recovery(&self, wrapped: &[u8]) -> Result<(), Error>;

    /// Puts keys of settings, wrapped anew, in the place of those that are kept, and the wrapped master key with them: all
    /// or nothing.
    ///
    /// # Errors
    /// When the database cannot be written, or a setting is not there.
    fn rewrap(&self, settings: &[(String, SettingKeys)], recovery: &[u8]) -> Result<(), Error>;
}

/// The keys of a setting, as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingKeys {
    /// The key over its people's keys, wrapped by the master key.
    pub sealing: Vec<u8>,
    /// The key that signs its checkpoints, wrapped by the master key.
    pub signing: Vec<u8>,
    /// The public key of that.
    pub public: Vec<u8>,
}
