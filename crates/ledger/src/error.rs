//! What can go wrong with a ledger.

use belisha_invariant::Broken;
use std::path::PathBuf;

/// What can go wrong with a ledger. Nothing was written when one of these is returned from an append.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Somebody else appended first: read on and decide again.
    #[error("the log is {is} lines long, not {expected}: read on and decide again")]
    Conflict {
        /// The length the writer expected.
        expected: u64,
        /// The length it is.
        is: u64,
    },
    /// More writers are waiting than can be served.
    #[error("too many writes are waiting: try again in a moment")]
    Overloaded,
    /// Another process wrote a line of that number first; the writer reads the length again and answers with a conflict.
    #[error("that line is taken")]
    Taken,
    /// The disk is full.
    #[error("the disk is full: nothing was written; make room and try again")]
    DiskFull,
    /// The database said no.
    #[error("the database could not be used: {0}")]
    Database(String),
    /// A later program has changed the tables of the database, and this one would misread them.
    #[error(
        "this data was written by a newer Belisha (version {found} of its tables; this program knows up to {known}): \
         use that one, or put back a copy made before it"
    )]
    Newer {
        /// The version that the database says it has.
        found: i64,
        /// The latest that this program knows.
        known: usize,
    },
    /// The program's own rules about its state did not hold; it was logged, and nothing was written.
    #[error(transparent)]
    Broken(#[from] Broken),
    /// The writer has stopped.
    #[error("the ledger is closed")]
    Closed,
    /// There is no such setting in the data folder.
    #[error("there is no setting `{0}` in this data folder")]
    NoSuchSetting(String),
    /// The key file can be read by others.
    #[error("the key file `{path}` can be read by others (mode {mode:o}): run `chmod 600` on it")]
    KeyFileOpen {
        /// The file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// The key file is missing while the data is there.
    #[error(
        "the key file `{0}` is missing: put it back, or write it anew with the recovery key (`belisha recover`)"
    )]
    KeyFileMissing(PathBuf),
    /// The key file does not hold a key.
    #[error("`{0}` does not hold a key of Belisha's")]
    KeyFileBroken(PathBuf),
    /// The key is not the one that this data was sealed with.
    #[error("this key does not open this data: it belongs to another data folder, or was changed")]
    WrongKey,
    /// The recovery key was mistyped.
    #[error("that is not a recovery key: it has 52 letters and digits; `{0}` was not understood")]
    RecoveryKeyBroken(String),
    /// A line cannot be read.
    #[error("line {seq} cannot be read: {what}")]
    Line {
        /// Its number.
        seq: u64,
        /// What is wrong.
        what: String,
    },
    /// A file could not be used.
    #[error("`{path}`: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::DiskFull,
            Some(rusqlite::ErrorCode::ConstraintViolation) => Self::Taken,
            _ => Self::Database(error.to_string()),
        }
    }
}
