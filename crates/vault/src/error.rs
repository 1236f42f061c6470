//! What can go wrong with the vault.

use crate::media::Refused;
use belisha_invariant::Broken;

/// What can go wrong with the vault.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file itself cannot be taken in.
    #[error("{0}")]
    Refused(#[from] Refused),
    /// The scanner found something in it.
    #[error("the scanner found `{0}` in it")]
    Infected(String),
    /// There is a scanner, and it gave no answer: nothing is taken in without it.
    #[error("the malware scanner gave no answer: {0}")]
    Scanner(String),
    /// The disk is full.
    #[error("the disk is full: nothing was kept; make room and try again")]
    DiskFull,
    /// A store could not be used.
    #[error("the store `{store}` could not be used: {reason}")]
    Store {
        /// Which one.
        store: String,
        /// What it said.
        reason: String,
    },
    /// A blob is in no store.
    #[error("the blob `{0}` is missing from every store")]
    Missing(String),
    /// A blob is there and is not what was kept.
    #[error("the blob `{0}` was altered")]
    Altered(String),
    /// The process that decodes files could not be begun.
    #[error("the process that decodes files could not be begun: {0}")]
    Decoder(String),
    /// The spool could not be used.
    #[error("the spool could not be used: {0}")]
    Spool(String),
    /// The program's own rules about its state did not hold; it was logged, and nothing was written.
    #[error(transparent)]
    Impossible(#[from] Broken),
    /// Where pictures are kept cannot be read from the configuration.
    #[error("`{0}` is no place for pictures: a folder, or s3://bucket/prefix")]
    Config(String),
}

impl Error {
    /// The sentence for whoever brought the file. Inner detail stays in the log.
    pub fn says(&self) -> String {
        match self {
            Self::Refused(refused) => refused.to_string(),
            Self::Infected(name) => {
                format!("The scanner found {name} in this file. It was not taken in; do not open it elsewhere either.")
            }
            Self::Scanner(_) => {
                "The malware scanner does not answer, so nothing is taken in. Please tell whoever runs the computer.".into()
            }
            Self::DiskFull => "The disk is full. Nothing was taken in: please tell the manager, make room, and try again.".into(),
            Self::Store { .. } | Self::Spool(_) => {
                "The place where pictures are kept cannot be reached. Nothing was changed: please try again in a while.".into()
            }
            Self::Decoder(_) => "The program could not begin its decoder, so nothing was taken in. Please tell whoever runs the computer.".into(),
            Self::Missing(_) => "This picture's file is missing from the vault. Please tell the manager.".into(),
            Self::Altered(_) => "This picture's file was altered and cannot be shown. Please tell the manager.".into(),
            Self::Impossible(_) => "This could not be done safely. Nothing was changed: please tell whoever runs the computer.".into(),
            Self::Config(_) => self.to_string(),
        }
    }

    pub(crate) fn io(error: &std::io::Error, otherwise: impl FnOnce(String) -> Self) -> Self {
        if error.kind() == std::io::ErrorKind::StorageFull
            || error.kind() == std::io::ErrorKind::QuotaExceeded
        {
            Self::DiskFull
        } else {
            otherwise(error.to_string())
        }
    }
}
