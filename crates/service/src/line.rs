//! A line as JSON, and back. `docs/formats/ledger.md` freezes the format; old versions are upcast on reading.

use belisha_setting::{Author, Event, Line};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version that is written now.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Stored {
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

/// A line as JSON.
///
/// # Errors
/// When it holds something that JSON cannot.
pub fn to_json(line: &Line) -> Result<Value, String> {
    let Line { seq, at, author, event } = line.clone();
    serde_json::to_value(Stored { at, author, event, seq, v: VERSION }).map_err(|error| error.to_string())
}

/// A line from JSON, upcast where it is of an older version.
///
/// # Errors
/// A sentence about what cannot be read.
pub fn from_json(json: &[u8]) -> Result<Line, String> {
    match serde_json::from_slice::<Stored>(json) {
        Ok(Stored { at, author, event, seq, v: VERSION }) => Ok(Line { seq, at, author, event }),
        first => {
            let Versioned { v } = serde_json::from_slice(json).map_err(|error| error.to_string())?;
            if v > VERSION {
                return Err(format!("it was written by a newer program (version {v}): update this one"));
            }
            match first {
                Err(error) => Err(error.to_string()),
                Ok(_) => Err(format!("there is no version {v}")),
            }
        }
    }
}
