//! The format of a blob: chunks of AES-256-GCM in the STREAM construction (Hoang, Reyhanitabar, Rogaway and Vizár, 2015),
//! each opened on its own. `docs/formats/vault.md` describes the bytes.

use crate::key::Key;
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::digest::{self, Context, SHA256};
use belisha_invariant::{Broken, broken, invariant};
use data_encoding::HEXLOWER;
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

/// Seals and opens the chunks of one blob. Nonces are counted here, so the key may be the kind that lets them be given.
pub(crate) struct Chunks(LessSafeKey);

impl Chunks {
    pub(crate) fn new(key: &Key) -> Result<Self, Broken> {
        // It fails for a key of another length alone.
        let key = UnboundKey::new(&AES_256_GCM, key.bytes()).map_err(|_| broken!("a key does not fit"))?;
        Ok(Self(LessSafeKey::new(key)))
    }

    /// Seals a chunk where it lies; its tag is pushed behind it.
    pub(crate) fn seal(&self, index: u64, last: bool, chunk: &mut Vec<u8>) -> io::Result<()> {
        let plain = chunk.len();
        invariant!(plain <= CHUNK_BYTES, "a chunk of {plain} bytes");
        self.0
            .seal_in_place_append_tag(nonce(index, last), Aad::from(MAGIC), chunk)
            .map_err(|_| unsealed())?;
        invariant!(chunk.len() == plain + TAG_BYTES, "{plain} bytes became {}", chunk.len());
        Ok(())
    }

    /// Seals a full chunk from one place to another, its tag behind it.
    fn seal_across(&self, index: u64, from: &[u8], to: &mut [u8]) -> io::Result<()> {
        let (to, tag) = to.split_at_mut_checked(from.len()).ok_or_else(unsealed)?;
        self.0
            .seal_out_of_place_scatter(nonce(index, false), Aad::from(MAGIC), from, to, &[], tag)
            .map_err(|_| unsealed())
    }

    /// Opens a chunk, its tag behind it, into room of its plain length; `false` when the key is another, or a byte was
    /// changed, moved or dropped.
    fn open_across(&self, index: u64, last: bool, sealed: &[u8], to: &mut [u8]) -> bool {
        sealed.split_at_checked(to.len()).is_some_and(|(chunk, tag)| {
            self.0.open_separate_gather(nonce(index, last), Aad::from(MAGIC), chunk, tag, to).is_ok()
        })
    }

    /// Opens a chunk where it lies; `false` when the key is another, or a byte was changed, moved or dropped.
    pub(crate) fn open(&self, index: u64, last: bool, chunk: &mut Vec<u8>) -> bool {
        let opened = self.0.open_in_place(nonce(index, last), Aad::from(MAGIC), chunk);
        let Ok(length) = opened.map(|plain| plain.len()) else { return false };
        chunk.truncate(length);
        true
    }
}

/// The nonce of a chunk: three bytes of nought, its index, and whether it is the last. Of fixed size throughout, so that
/// no two chunks of a blob can have the same.
fn nonce(index: u64, last: bool) -> Nonce {
    let [a, b, c, d, e, f, g, h] = index.to_be_bytes();
    Nonce::assume_unique_for_key([0, 0, 0, a, b, c, d, e, f, g, h, u8::from(last)])
}

/// It happens beyond 64 GiB in one chunk alone; nothing is written then.
fn unsealed() -> io::Error {
    broken!("a chunk could not be sealed").into()
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
    hash: Context,
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
            chunks: Chunks::new(key)?,
            out,
            hash: Context::new(&SHA256),
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
        self.chunks.seal(self.index, last, &mut chunk)?;
        // Before it is written: after a write that failed, other bytes must not be sealed under the same number.
        self.index += 1;
        self.put(&chunk)?;
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
        Ok((name(self.hash.finish()), self.plain, self.out))
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
            self.chunks.seal_across(self.index, chunk, &mut out)?;
            self.index += 1;
            self.put(&out)?;
            self.across = out;
            self.plain += CHUNK_BYTES as u64;
            return Ok(CHUNK_BYTES);
        }
        let (taken, _) = bytes.split_at(bytes.len().min(CHUNK_BYTES - self.held.len()));
        self.held.extend_from_slice(taken);
        self.plain += taken.len() as u64;
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The name of a blob: the hash of its bytes.
pub(crate) fn name(hash: digest::Digest) -> String {
    HEXLOWER.encode(hash.as_ref())
}

/// Opens a whole blob; `None` when the key is another or any byte was changed.
pub fn open(key: &Key, sealed: &[u8]) -> Option<zeroize::Zeroizing<Vec<u8>>> {
    let rest = sealed.strip_prefix(MAGIC)?;
    let count = rest.len().div_ceil(SEALED_CHUNK_BYTES);
    let length = rest.len().checked_sub(count * TAG_BYTES).filter(|_| count > 0)?;
    // Why not was logged; what cannot be opened is not given out.
    let chunks = Chunks::new(key).ok()?;
    let mut plain = zeroize::Zeroizing::new(vec![0; length]);
    let mut room = plain.as_mut_slice();
    for (index, sealed) in rest.chunks(SEALED_CHUNK_BYTES).enumerate() {
        let (now, later) = room.split_at_mut_checked(sealed.len().checked_sub(TAG_BYTES)?)?;
        if !chunks.open_across(index as u64, index + 1 == count, sealed, now) {
            return None;
        }
        room = later;
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

#[cfg(test)]
mod tests {
    use super::{CHUNK_BYTES, Sealer, nonce, open};
    use crate::key::Key;
    use std::collections::HashSet;
    use std::io::{self, Write};

    #[test]
    fn every_chunk_has_a_nonce_of_its_own() {
        let numbers = [0, 1, 2, 255, 256, u64::from(u32::MAX), u64::MAX - 1, u64::MAX];
        let all: HashSet<[u8; 12]> = numbers
            .iter()
            .flat_map(|index| [false, true].map(|last| *nonce(*index, last).as_ref()))
            .collect();
        assert_eq!(all.len(), 2 * numbers.len());
        assert_eq!(nonce(0x0102_0304_0506_0708, true).as_ref(), &[0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 1]);
    }

    /// A sink that fails once, after it took some bytes.
    struct Faulty {
        written: Vec<u8>,
        fails_after: usize,
    }

    impl Write for Faulty {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.written.len() >= self.fails_after {
                self.fails_after = usize::MAX;
                return Err(io::Error::other("on purpose"));
            }
            self.written.extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn after_a_write_that_failed_no_number_is_used_again() {
        let key = Key::new();
        for first in [2 * CHUNK_BYTES, CHUNK_BYTES] {
            let sink = Faulty { written: Vec::new(), fails_after: 8 };
            let mut sealer = Sealer::new(&key, sink).unwrap();
            // The one is sealed across, the other when more follows.
            let failed = sealer.write(&vec![1; first]).and_then(|_| sealer.write(&[2]));
            assert!(failed.is_err());
            assert_eq!(sealer.index, 1, "the number of the chunk that was lost is spent");
            let (_, _, sink) = sealer.end().unwrap();
            assert!(open(&key, &sink.written).is_none());
        }
    }
}
