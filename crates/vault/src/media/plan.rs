//! How a recording is copied: as it is, but for what is overwritten on the way. Its length stays, so everything in it
//! that points somewhere still does.

use super::refused::Refused;
use super::source::Source;
use belisha_invariant::broken;
use serde::{Deserialize, Serialize};
use std::io::{self, Write};

/// How many bytes are copied at once.
const PIECE_BYTES: usize = 256 * 1024;
/// At most this many stretches become zero.
const ZEROS_MAX: usize = 600_000;
/// At most this many places are written over.
const WRITES_MAX: usize = 100_000;

/// Bytes that can be read anywhere.
pub trait ReadAt {
    /// How many there are.
    fn length(&self) -> u64;

    /// Reads some from `offset` on; 0 at the end, fewer than asked for only there or at a seam.
    ///
    /// # Errors
    /// When they cannot be read.
    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize>;
}

impl ReadAt for Vec<u8> {
    fn length(&self) -> u64 {
        self.len() as u64
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        Ok(copied(self, usize::try_from(offset).unwrap_or(usize::MAX), into))
    }
}

impl ReadAt for &[u8] {
    fn length(&self) -> u64 {
        self.len() as u64
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        Ok(copied(self, usize::try_from(offset).unwrap_or(usize::MAX), into))
    }
}

/// Copies what is there from `at` on, as far as there is room; gives how many bytes that were.
pub(crate) fn copied(from: &[u8], at: usize, into: &mut [u8]) -> usize {
    // Beyond the end is nothing.
    let Some((_, rest)) = from.split_at_checked(at) else { return 0 };
    let count = rest.len().min(into.len());
    into.split_at_mut(count).0.copy_from_slice(rest.split_at(count).0);
    count
}

/// Reads `count` bytes from `at` on, or as many as there are.
///
/// # Errors
/// When they cannot be read.
pub fn read(from: &dyn ReadAt, at: u64, count: usize) -> io::Result<Vec<u8>> {
    let count = count.min(usize::try_from(from.length().saturating_sub(at)).unwrap_or(usize::MAX));
    let mut out = vec![0; count];
    let mut done = 0;
    while done < count {
        let room = out.get_mut(done..).ok_or_else(|| broken!("{done} bytes were read of {count}"))?;
        match from.read_at(at + done as u64, room)? {
            0 => break,
            more => done += more,
        }
    }
    out.truncate(done);
    Ok(out)
}

/// What is overwritten in a recording.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// What the file says of the device that made it.
    pub source: Source,
    /// How wide it is; 0 where it does not say.
    pub width: u32,
    /// How high.
    pub height: u32,
    /// Bytes that become zero: from, to; in order.
    pub(super) zeros: Vec<(u64, u64)>,
    /// Bytes that become others; written over the zeros.
    pub(super) writes: Vec<(u64, Vec<u8>)>,
    /// There was more to overwrite than is held in memory.
    overfull: bool,
}

impl Plan {
    pub(super) fn zero(&mut self, from: u64, to: u64) {
        if from >= to {
            return;
        }
        let room = self.zeros.len() < ZEROS_MAX;
        match self.zeros.last_mut() {
            Some((start, end)) if (*start..=*end).contains(&from) => *end = (*end).max(to),
            _ if room => self.zeros.push((from, to)),
            _ => self.overfull = true,
        }
    }

    pub(super) fn write(&mut self, at: u64, bytes: &[u8]) {
        if self.writes.len() < WRITES_MAX {
            self.writes.push((at, bytes.to_vec()));
        } else {
            self.overfull = true;
        }
    }

    /// In order, and what touches becomes one.
    pub(super) fn ordered(mut self) -> Result<Self, Refused> {
        if self.overfull {
            return Err(Refused::unsupported("it is built of too many parts"));
        }
        self.zeros.sort_unstable();
        let mut merged: Vec<(u64, u64)> = Vec::with_capacity(self.zeros.len());
        for (from, to) in std::mem::take(&mut self.zeros) {
            match merged.last_mut() {
                Some((_, end)) if from <= *end => *end = (*end).max(to),
                _ => merged.push((from, to)),
            }
        }
        self.zeros = merged;
        self.writes.sort();
        Ok(self)
    }

    /// Copies a recording, piece by piece. `seen` gets each piece as it was, `out` as it becomes.
    ///
    /// # Errors
    /// When it cannot be read or written.
    pub fn copy(
        &self,
        from: &dyn ReadAt,
        seen: &mut dyn FnMut(&[u8]),
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let (mut at, mut piece) = (0, vec![0; PIECE_BYTES]);
        let (mut zeros, mut writes) = (self.zeros.as_slice(), self.writes.as_slice());
        while at < from.length() {
            let count = from.read_at(at, &mut piece)?;
            let Some(piece) = piece.get_mut(..count).filter(|piece| !piece.is_empty()) else {
                return Err(io::ErrorKind::UnexpectedEof.into());
            };
            seen(piece);
            let end = at + count as u64;
            for (from, to) in zeros.iter().take_while(|(from, _)| *from < end) {
                let (from, to) = (from.max(&at) - at, to.min(&end).saturating_sub(at));
                let zeroed = piece.get_mut(from as usize..to as usize);
                zeroed.ok_or_else(|| broken!("{from} to {to} of a piece cannot become zero"))?.fill(0);
            }
            for (from, bytes) in writes.iter().take_while(|(from, _)| *from < end) {
                for (place, byte) in (*from..).zip(bytes).filter(|(place, _)| (at..end).contains(place)) {
                    let written = piece.get_mut((place - at) as usize);
                    *written.ok_or_else(|| broken!("byte {place} cannot be written over"))? = *byte;
                }
            }
            out.write_all(piece)?;
            at = end;
            zeros = zeros.split_at(zeros.partition_point(|(_, to)| *to <= at)).1;
            writes =
                writes.split_at(writes.partition_point(|(from, bytes)| from + bytes.len() as u64 <= at)).1;
        }
        Ok(())
    }
}
