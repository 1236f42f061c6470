//! The format of a blob: chunks of AES-256-GCM in the STREAM construction (Hoang, Reyhanitabar, Rogaway and Vizár, 2015),
//! each opened on its own. `docs/formats/vault.md` describes the bytes.

use crate::key::Key;
use aes_gcm::aead::inout::InOutBuf;
use aes_gcm::aead::{AeadInOut, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce, Tag};
use sha2::{Digest, Sha256};
use std::io::{self, Write};
use std::ops::Range;

/// The first bytes of every blob; they are the associated data of every chunk.
pub const MAGIC: &[u8; 8] = b"BELVLT1\n";
/// How many plain bytes are in every chunk but the last.
pub const CHUNK_BYTES: usize = 65_536;
/// What a chunk is longer by when sealed.
pub const TAG_BYTES: usize = 16;
/// How long a full chunk is when sealed.
pub const SEALED_CHUNK_BYTES: usize = CHUNK_BYTES + TAG_BYTES;

/// Seals and opens the chunks of one blob.
pub(crate) struct Chunks(Aes256Gcm);

impl Chunks {
    pub(crate) fn new(key: &Key) -> Self {
        Self(Aes256Gcm::new(key.bytes().into()))
    }

    fn nonce(index: u64, last: bool) -> Nonce<aes_gcm::aead::consts::U12> {
        let mut nonce = [0; 12];
        if let Some(counter) = nonce.get_mut(3..11) {
            counter.copy_from_slice(&index.to_be_bytes());
        }
        if let Some(flag) = nonce.get_mut(11) {
            *flag = u8::from(last);
        }
        nonce.into()
    }

    /// Seals a chunk where it lies; its tag is pushed behind it.
    pub(crate) fn seal(&self, index: u64, last: bool, chunk: &mut Vec<u8>) {
        let tag =
            self.0.encrypt_inout_detached(&Self::nonce(index, last), MAGIC, chunk.as_mut_slice().into());
        // It fails only beyond 64 GiB in one chunk; a chunk without its tag is never opened.
        if let Ok(tag) = tag {
            chunk.extend_from_slice(&tag);
        }
    }

    /// Seals a full chunk from one place to another; gives its tag.
    fn seal_across(&self, index: u64, from: &[u8], to: &mut [u8]) -> Option<[u8; TAG_BYTES]> {
        let across = InOutBuf::new(from, to).ok()?;
        let tag = self.0.encrypt_inout_detached(&Self::nonce(index, false), MAGIC, across).ok()?;
        Some(tag.into())
    }

    /// Opens a chunk where it lies, its tag behind it; the plaintext's bytes when key and bytes are right.
    fn open_here<'a>(&self, index: u64, last: bool, sealed: &'a mut [u8]) -> Option<&'a mut [u8]> {
        let (chunk, tag) = sealed.split_at_mut_checked(sealed.len().checked_sub(TAG_BYTES)?)?;
        let tag = Tag::from(<[u8; TAG_BYTES]>::try_from(&*tag).ok()?);
        let nonce = Self::nonce(index, last);
        self.0.decrypt_inout_detached(&nonce, MAGIC, (&mut *chunk).into(), &tag).ok()?;
        Some(chunk)
    }

    /// Opens a chunk where it lies; `false` when the key is another, or a byte was changed, moved or dropped.
    pub(crate) fn open(&self, index: u64, last: bool, chunk: &mut Vec<u8>) -> bool {
        let Some(length) = self.open_here(index, last, chunk).map(|plain| plain.len()) else { return false };
        chunk.truncate(length);
        true
    }
}

/// How long a blob of so many plain bytes is.
pub fn sealed_length(plain: u64) -> u64 {
    let chunks = plain.div_ceil(CHUNK_BYTES as u64).max(1);
    MAGIC.len() as u64 + plain + chunks * TAG_BYTES as u64
}

/// Seals what is written into it, hashing what it writes; [`Sealer::end`] must follow.
pub struct Sealer<W: Write> {
    chunks: Chunks,
    out: W,
    hash: Sha256,
    held: Vec<u8>,
    /// Room for a sealed chunk that was not held.
    across: Vec<u8>,
    index: u64,
    plain: u64,
}

impl<W: Write> Sealer<W> {
    /// Begins a blob under a key that was never used before.
    ///
    /// # Errors
    /// When the sink cannot be written.
    pub fn new(key: &Key, out: W) -> io::Result<Self> {
        let held = Vec::with_capacity(SEALED_CHUNK_BYTES);
        let mut new = Self {
            chunks: Chunks::new(key),
            out,
            hash: Sha256::new(),
            held,
            across: Vec::new(),
            index: 0,
            plain: 0,
        };
        new.put(MAGIC)?;
        Ok(new)
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hash.update(bytes);
        self.out.write_all(bytes)
    }

    fn flush_chunk(&mut self, last: bool) -> io::Result<()> {
        let mut chunk = std::mem::take(&mut self.held);
        self.chunks.seal(self.index, last, &mut chunk);
        self.put(&chunk)?;
        self.index += 1;
        chunk.clear();
        self.held = chunk;
        Ok(())
    }

    /// Ends the blob: its name, how many plain bytes are in it, and the sink.
    ///
    /// # Errors
    /// When the sink cannot be written.
    pub fn end(mut self) -> io::Result<(String, u64, W)> {
        self.flush_chunk(true)?;
        Ok((name(self.hash), self.plain, self.out))
    }
}

impl<W: Write> Write for Sealer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.held.len() == CHUNK_BYTES {
            self.flush_chunk(false)?;
        }
        // A full chunk that is not the last needs not be held.
        if let Some((chunk, _)) = bytes.split_at_checked(CHUNK_BYTES).filter(|(_, rest)| !rest.is_empty())
            && self.held.is_empty()
        {
            let mut out = std::mem::take(&mut self.across);
            out.resize(SEALED_CHUNK_BYTES, 0);
            if let Some((to, tag)) = out.split_at_mut_checked(CHUNK_BYTES) {
                // As above: it fails only beyond 64 GiB.
                tag.copy_from_slice(&self.chunks.seal_across(self.index, chunk, to).unwrap_or_default());
            }
            self.put(&out)?;
            self.across = out;
            self.index += 1;
            self.plain += CHUNK_BYTES as u64;
            return Ok(CHUNK_BYTES);
        }
        let taken = bytes.len().min(CHUNK_BYTES - self.held.len());
        self.held.extend_from_slice(bytes.get(..taken).unwrap_or_default());
        self.plain += taken as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The name of a blob: the hash of its bytes.
pub(crate) fn name(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Opens a whole blob; `None` when the key is another or any byte was changed.
pub fn open(key: &Key, sealed: &[u8]) -> Option<zeroize::Zeroizing<Vec<u8>>> {
    let rest = sealed.strip_prefix(MAGIC)?;
    let chunks = Chunks::new(key);
    let mut plain = zeroize::Zeroizing::new(Vec::with_capacity(rest.len()));
    let count = rest.len().div_ceil(SEALED_CHUNK_BYTES);
    if count == 0 {
        return None;
    }
    for (index, sealed) in rest.chunks(SEALED_CHUNK_BYTES).enumerate() {
        let at = plain.len();
        plain.extend_from_slice(sealed);
        let there = plain.get_mut(at..)?;
        let length = chunks.open_here(index as u64, index + 1 == count, there)?.len();
        plain.truncate(at + length);
    }
    Some(plain)
}

/// Where the chunks lie that hold a range of a blob of `plain` bytes: the index of the first, and the sealed bytes of
/// all of them.
pub(crate) fn span(range: &Range<u64>, plain: u64) -> (u64, Range<u64>) {
    let chunk = CHUNK_BYTES as u64;
    let first = range.start / chunk;
    let end = range.end.div_ceil(chunk).max(first + 1);
    let at = |index: u64| MAGIC.len() as u64 + index * SEALED_CHUNK_BYTES as u64;
    (first, at(first)..at(end).min(sealed_length(plain)))
}
