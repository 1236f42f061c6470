//! Files too large for a page, which travel beside it: each sealed under a key of its own, and the key is in the page.

use crate::error::{OpenError, SealError};
use crate::names;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// A file beside the page: a blob as in `docs/formats/vault.md`, of which the page has the key.
#[derive(Clone, PartialEq, Eq)]
pub struct Companion {
    /// The name under which it is saved once it is open.
    pub name: String,
    /// The name of the sealed file.
    pub sealed: String,
    /// How long it is once it is open, in bytes.
    pub size: u64,
    /// The key of AES-256-GCM that seals it and nothing else.
    pub key: Zeroizing<[u8; 32]>,
}

/// A companion as it stands in the head.
#[derive(Serialize, Deserialize)]
pub(crate) struct Entry {
    name: String,
    sealed: String,
    size: u64,
    key: String,
}

impl Companion {
    pub(crate) fn to_entry(&self) -> Result<Entry, SealError> {
        let (name, sealed) = (names::fitting(&self.name)?, names::fitting(&self.sealed)?);
        Ok(Entry { name, sealed, size: self.size, key: BASE64.encode(self.key.as_slice()) })
    }

    pub(crate) fn from_entry(entry: &Entry) -> Result<Self, OpenError> {
        let fitting = |name| names::fitting(name).map_err(|_| OpenError::Damaged);
        let bytes = BASE64.decode(&entry.key).map(Zeroizing::new).map_err(|_| OpenError::Damaged)?;
        let key = bytes.as_slice().try_into().map(Zeroizing::new).map_err(|_| OpenError::Damaged)?;
        Ok(Self { name: fitting(&entry.name)?, sealed: fitting(&entry.sealed)?, size: entry.size, key })
    }
}

/// How large it is, never what.
impl std::fmt::Debug for Companion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Companion({} bytes)", self.size)
    }
}
