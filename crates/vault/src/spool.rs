//! Bytes as they arrive: in a file without a name, sealed chunk by chunk under a key that lives in memory alone. When
//! the program ends, however it ends, they are gone.

use crate::error::Error;
use crate::key::Key;
use crate::media::{ReadAt, Refused, copied};
use crate::seal::{CHUNK_BYTES, Chunks, SEALED_CHUNK_BYTES};
use belisha_invariant::invariant;
use parking_lot::Mutex;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use zeroize::Zeroizing;

/// The largest recording, in bytes.
pub const RECORDING_BYTES_MAX: u64 = 2_000_000_000;

/// Bytes that arrived.
pub struct Spool {
    file: File,
    chunks: Chunks,
    /// How many full chunks are in the file.
    full: u64,
    /// The bytes after them.
    tail: Zeroizing<Vec<u8>>,
    /// The chunk that was read last, opened.
    seen: Mutex<Option<(u64, Zeroizing<Vec<u8>>)>>,
    /// A chunk could not be written. It is never sealed again: other bytes under the same number would give both away.
    broken: bool,
    /// How long it may get, in bytes.
    longest: u64,
}

impl Spool {
    pub(crate) fn new(folder: &Path, longest: u64) -> Result<Self, Error> {
        // Without a name from the start: whatever happens, nothing has to be tidied away.
        let file = tempfile::tempfile_in(folder).map_err(|error| Error::io(&error, Error::Spool))?;
        let tail = Zeroizing::new(Vec::with_capacity(SEALED_CHUNK_BYTES));
        Ok(Self {
            file,
            chunks: Chunks::new(&Key::new())?,
            full: 0,
            tail,
            seen: Mutex::new(None),
            broken: false,
            longest,
        })
    }

    /// Adds bytes at the end.
    ///
    /// # Errors
    /// [`Error::Refused`] beyond what it was made for; [`Error::DiskFull`].
    pub fn append(&mut self, mut bytes: &[u8]) -> Result<(), Error> {
        if self.length() + bytes.len() as u64 > self.longest {
            return Err(Refused::TooLarge { is: "A recording".into(), mb: self.longest / 1_000_000 }.into());
        }
        if self.broken {
            return Err(Error::Spool("it could not be written before".into()));
        }
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(CHUNK_BYTES - self.tail.len()));
            self.tail.extend_from_slice(now);
            bytes = later;
            if self.tail.len() == CHUNK_BYTES {
                let mut chunk = std::mem::take(&mut *self.tail);
                let sealed = self.chunks.seal(self.full, false, &mut chunk);
                let at = self.full * SEALED_CHUNK_BYTES as u64;
                let written = sealed.and_then(|()| self.file.write_all_at(&chunk, at));
                chunk.clear();
                *self.tail = chunk;
                if let Err(error) = written {
                    self.broken = true;
                    return Err(Error::io(&error, Error::Spool));
                }
                self.full += 1;
            }
        }
        Ok(())
    }

    /// How many bytes have arrived.
    pub fn length(&self) -> u64 {
        self.full * CHUNK_BYTES as u64 + self.tail.len() as u64
    }

    fn chunk(&self, index: u64) -> io::Result<Zeroizing<Vec<u8>>> {
        let mut chunk = vec![0; SEALED_CHUNK_BYTES];
        self.file.read_exact_at(&mut chunk, index * SEALED_CHUNK_BYTES as u64)?;
        if !self.chunks.open(index, false, &mut chunk) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the spool was altered"));
        }
        invariant!(chunk.len() == CHUNK_BYTES, "a full chunk of the spool has {} bytes", chunk.len());
        Ok(Zeroizing::new(chunk))
    }
}

impl ReadAt for Spool {
    fn length(&self) -> u64 {
        Self::length(self)
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        let (index, at) = (offset / CHUNK_BYTES as u64, (offset % CHUNK_BYTES as u64) as usize);
        if index >= self.full {
            return Ok(if index == self.full { copied(&self.tail, at, into) } else { 0 });
        }
        let mut seen = self.seen.lock();
        if let Some((_, chunk)) = seen.as_ref().filter(|(number, _)| *number == index) {
            return Ok(copied(chunk, at, into));
        }
        let chunk = self.chunk(index)?;
        let count = copied(&chunk, at, into);
        *seen = Some((index, chunk));
        Ok(count)
    }
}
