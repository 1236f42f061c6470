//! What is in a parcel, and the bytes that stand for it.

use crate::companion::{self, Companion};
use crate::error::{OpenError, SealError};
use crate::limits::{BYTES_MAX, FILES_MAX, FROM_CHARACTERS_MAX};
use crate::names;
use belisha_invariant::broken;
use serde::{Deserialize, Serialize};
use std::fmt;
use zeroize::Zeroizing;

/// What is in a parcel.
#[derive(Clone, PartialEq, Eq)]
pub struct Contents {
    /// Who sends it, such as the setting's name. The only words here that also stand on the cover, for all to read.
    pub from: String,
    /// The message, shown as plain text with its lines; may be empty.
    pub message: String,
    /// The files, to be saved.
    pub files: Vec<File>,
    /// The files that travel beside the page.
    pub beside: Vec<Companion>,
}

/// A file in a parcel.
#[derive(Clone, PartialEq, Eq)]
pub struct File {
    /// The name under which it is saved. Sealing and opening take folders, control characters and the like out of it.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// The start of the plaintext, as JSON; the files' bytes follow.
#[derive(Serialize, Deserialize)]
struct Head {
    from: String,
    message: String,
    files: Vec<Entry>,
    /// Left out when there are none, as by programs that did not know of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    beside: Vec<companion::Entry>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    name: String,
    size: usize,
}

impl Contents {
    /// The plaintext: the head's length in four bytes, big-endian, the head, the files one after another.
    pub(crate) fn to_bytes(&self) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let head = self.head()?;
        let bytes = self.bytes();
        let head = Zeroizing::new(
            serde_json::to_vec(&head).map_err(|error| broken!("a head of a parcel: {error}"))?,
        );
        let length = u32::try_from(head.len()).map_err(|_| SealError::TooLarge { bytes })?;
        // Room enough from the start, so that growing leaves no copies of the files behind, which nobody would wipe.
        let mut plain = Zeroizing::new(Vec::with_capacity(4 + head.len() + bytes));
        plain.extend_from_slice(&length.to_be_bytes());
        plain.extend_from_slice(&head);
        for file in &self.files {
            plain.extend_from_slice(&file.bytes);
        }
        Ok(plain)
    }

    fn head(&self) -> Result<Head, SealError> {
        let from = names::plain(&self.from);
        if !sender_fits(&from) {
            return Err(SealError::From(from.chars().take(FROM_CHARACTERS_MAX).collect()));
        }
        if self.files.len() > FILES_MAX {
            return Err(SealError::TooManyFiles(self.files.len()));
        }
        if self.bytes() > BYTES_MAX {
            return Err(SealError::TooLarge { bytes: self.bytes() });
        }
        let mut files = Vec::new();
        for file in &self.files {
            files.push(Entry { name: names::fitting(&file.name)?, size: file.bytes.len() });
        }
        let beside = self.beside.iter().map(Companion::to_entry).collect::<Result<_, _>>()?;
        Ok(Head { from, message: self.message.clone(), files, beside })
    }

    fn bytes(&self) -> usize {
        self.files.iter().map(|file| file.bytes.len()).sum::<usize>() + self.message.len()
    }

    /// Reads the plaintext. It was sealed with the right passphrase, but perhaps not by this program: everything that
    /// sealing promises is checked again.
    pub(crate) fn from_bytes(plain: &[u8]) -> Result<Self, OpenError> {
        let (length, rest) = plain.split_first_chunk::<4>().ok_or(OpenError::Damaged)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| OpenError::Damaged)?;
        let (head, mut rest) = rest.split_at_checked(length).ok_or(OpenError::Damaged)?;
        let head: Head = serde_json::from_slice(head).map_err(|_| OpenError::Damaged)?;
        if !sender_fits(&names::plain(&head.from)) || head.files.len() > FILES_MAX {
            return Err(OpenError::Damaged);
        }
        let beside = head.beside.iter().map(Companion::from_entry).collect::<Result<_, _>>()?;
        let mut files = Vec::new();
        for entry in head.files {
            let (bytes, after) = rest.split_at_checked(entry.size).ok_or(OpenError::Damaged)?;
            rest = after;
            let name = names::fitting(&entry.name).map_err(|_| OpenError::Damaged)?;
            files.push(File { name, bytes: bytes.to_vec() });
        }
        let contents = Self { from: names::plain(&head.from), message: head.message, files, beside };
        if !rest.is_empty() || contents.bytes() > BYTES_MAX {
            return Err(OpenError::Damaged);
        }
        Ok(contents)
    }
}

fn sender_fits(from: &str) -> bool {
    (1..=FROM_CHARACTERS_MAX).contains(&from.chars().count())
}

/// How much there is, never what: this may end up in a log.
impl fmt::Debug for Contents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Contents({} files, {} bytes)", self.files.len(), self.bytes())
    }
}

/// How much there is, never what.
impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "File({} bytes)", self.bytes.len())
    }
}
