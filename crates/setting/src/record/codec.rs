//! Lines and the state in bytes and back, compiled once.
//!
//! Serde's code for events, commands and the state is made anew wherever a format meets one of them, and is most of the
//! machine code of whoever does that. So each pair of type and format that the program needs meets here, in a function
//! that is not generic; commands have theirs on the floor above. `docs/formats/ledger.md` freezes the format of lines; old versions are upcast on reading.

use crate::record::author::Author;
use crate::record::event::Event;
use crate::record::line::Line;
use crate::record::state::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version of lines that is written now.
const LINE_VERSION: u32 = 1;

/// The shape of [`State`], as it goes into a snapshot: every type with its fields and variants, in order. Snapshots do
/// not describe themselves, so one of another shape must not be read. A test of `belisha-service` computes it from the
/// types and says what to do when it is another.
pub const STATE_SHAPE: &str = include_str!("codec/state-shape.txt");

/// What a snapshot begins with.
const SNAPSHOT_BEGINS: &[u8] = b"belisha state ";

#[derive(Serialize)]
struct Written<'a> {
    at: Timestamp,
    author: &'a Author,
    event: &'a Event,
    seq: u64,
    v: u32,
}

#[derive(Deserialize)]
struct Read {
    at: Timestamp,
    author: Author,
    event: Event,
    seq: u64,
    v: u32,
}

#[derive(Deserialize)]
struct Versioned {
    v: u32,
}

impl Line {
    /// The line as it is written to the log, its words not yet sealed.
    ///
    /// # Errors
    /// When it holds something that JSON cannot.
    pub fn to_json(&self) -> Result<Value, String> {
        let Self { seq, at, author, event } = self;
        let written = Written { at: *at, author, event, seq: *seq, v: LINE_VERSION };
        serde_json::to_value(written).map_err(|error| error.to_string())
    }

    /// A line of the log, its words opened; upcast where it is of an older version.
    ///
    /// # Errors
    /// A sentence about what cannot be read.
    pub fn from_json(json: &[u8]) -> Result<Self, String> {
        match serde_json::from_slice::<Read>(json) {
            Ok(Read { at, author, event, seq, v: LINE_VERSION }) => Ok(Self { seq, at, author, event }),
            first => {
                let Versioned { v } = serde_json::from_slice(json).map_err(|error| error.to_string())?;
                if v > LINE_VERSION {
                    return Err(format!("it was written by a newer program (version {v}): update this one"));
                }
                match first {
                    Err(error) => Err(error.to_string()),
                    Ok(_) => Err(format!("there is no version {v}")),
                }
            }
        }
    }
}

impl State {
    /// The state as a snapshot keeps it, to be read by a program with the same [`STATE_SHAPE`].
    ///
    /// # Errors
    /// When it holds something that the format cannot.
    pub fn to_snapshot(&self) -> Result<Vec<u8>, String> {
        postcard::to_extend(self, snapshot_begin()).map_err(|error| error.to_string())
    }

    /// The state of a snapshot; `None` where it was kept by a program with another shape of the state, or is damaged.
    /// The log has everything that it held.
    pub fn from_snapshot(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes.strip_prefix(snapshot_begin().as_slice())?).ok()
    }
}

fn snapshot_begin() -> Vec<u8> {
    [SNAPSHOT_BEGINS, format!("{:016x} ", fingerprint(STATE_SHAPE.as_bytes())).as_bytes()].concat()
}

/// FNV-1a. It tells shapes apart that differ by accident; a snapshot is sealed against those who mean harm.
fn fingerprint(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
