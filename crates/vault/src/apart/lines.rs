//! What the two processes say to each other: a length of four bytes, then so many bytes.

use super::job::Job;
use crate::media::{MediaKind, Plan, Refused, Source};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};

/// At most so many bytes of a file are asked for at once.
pub(super) const READ_BYTES_MAX: usize = 1 << 20;
/// The longest line, in bytes: a picture at full size, or the plan of a long recording.
const LINE_BYTES_MAX: u32 = 256 << 20;

/// The one thing that is asked of the process.
#[derive(Serialize, Deserialize)]
pub(super) struct Asks {
    pub(super) job: Job,
    /// How many bytes the file has.
    pub(super) length: u64,
}

/// A still picture but for its bytes, which follow.
#[derive(Serialize, Deserialize)]
pub(super) struct Sizes {
    pub(super) source: Source,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) orientation: u8,
}

/// What the process says.
#[derive(Serialize, Deserialize)]
pub(super) enum Says {
    /// It wants bytes of the file: they are sent.
    Read {
        offset: u64,
        count: u32,
    },
    /// The file is not taken in; this ends it.
    Refused(Refused),
    Looked(MediaKind, Source),
    Recording(Plan),
    /// Three lines of bytes follow: as it was made, large, small.
    Still(Sizes),
    /// One line of bytes follows.
    Upright,
}

pub(super) fn send<T: Serialize>(to: &mut impl Write, says: &T) -> io::Result<()> {
    send_bytes(to, &postcard::to_stdvec(says).map_err(io::Error::other)?)
}

pub(super) fn send_bytes(to: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    let length = u32::try_from(bytes.len()).ok().filter(|length| *length <= LINE_BYTES_MAX);
    let length = length.ok_or_else(|| io::Error::other("a line that is too long"))?;
    to.write_all(&length.to_le_bytes())?;
    to.write_all(bytes)
}

pub(super) fn receive<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<T> {
    postcard::from_bytes(&receive_bytes(from)?).map_err(io::Error::other)
}

/// Takes in what is there, not what was announced: a length costs no memory by itself.
pub(super) fn receive_bytes(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length);
    if length > LINE_BYTES_MAX {
        return Err(io::Error::other("a line that is too long"));
    }
    let mut bytes = Vec::with_capacity((length as usize).min(READ_BYTES_MAX));
    from.take(length.into()).read_to_end(&mut bytes)?;
    if bytes.len() != length as usize {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(bytes)
}
