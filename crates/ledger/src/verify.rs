//! The checker that ships with the log: finds any line that is missing, added or changed.

use crate::error::Error;
use crate::merkle::{Frontier, Hash, leaf_hash};
use crate::note::Checkpoint;
use crate::store::Store;
use ed25519_dalek::VerifyingKey;
use serde_json::Value;
use std::fmt;

/// A log that is as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// How many lines.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// How many checkpoints it agrees with.
    pub checkpoints: usize,
}

/// The first thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line it is about; the first of those in question.
    pub line: u64,
    /// What is wrong.
    pub finding: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.finding)
    }
}

pub(crate) fn verify(
    store: &dyn Store,
    setting: &str,
    key: &VerifyingKey,
) -> Result<Result<Verified, Fault>, Error> {
    let kept = store.checkpoints(setting)?;
    let mut checkpoints = Vec::new();
    for (size, note) in kept {
        match Checkpoint::open(&note, setting, key) {
            Ok(checkpoint) if checkpoint.size == size => checkpoints.push(checkpoint),
            Ok(_) => {
                return Ok(Err(Fault {
                    line: size,
                    finding: "its checkpoint is filed under another size".into(),
                }));
            }
            Err(what) => {
                return Ok(Err(Fault {
                    line: size,
                    finding: format!("the checkpoint at {size} lines: {what}"),
                }));
            }
        }
    }
    let (mut frontier, mut fault, mut agreed) = (Frontier::default(), None, 0);
    // A checkpoint of the empty log agrees with every log.
    let mut waiting = checkpoints.iter().filter(|checkpoint| checkpoint.size > 0).peekable();
    let mut last_agreed = 0;
    let read = store.read(setting, 0, &mut |row| {
        let seq = frontier.size();
        let say = |what: &str| Some(Fault { line: seq, finding: what.into() });
        if row.seq != seq {
            fault = say("it is missing");
        } else if leaf_hash(row.line) != *row.leaf {
            fault = say("it was changed after it was written");
        } else if number(row.line) != Some(seq) {
            fault = say("it does not carry its own number");
        }
        if fault.is_some() {
            return false;
        }
        frontier.push(leaf_hash(row.line));
        if let Some(checkpoint) = waiting.next_if(|checkpoint| checkpoint.size == frontier.size()) {
            if checkpoint.root == frontier.root() {
                agreed += 1;
                last_agreed = checkpoint.size;
            } else {
                let what =
                    format!("a line from here to {} was rewritten: the signed checkpoint disagrees", seq);
                fault = Some(Fault { line: last_agreed, finding: what });
            }
        }
        fault.is_none()
    });
    match read {
        Err(Error::Line { seq, what }) => return Ok(Err(Fault { line: seq, finding: what })),
        read => read?,
    }
    // Checkpoints beyond the end.
    let beyond = waiting.find(|checkpoint| checkpoint.size > frontier.size());
    if let (None, Some(checkpoint)) = (&fault, beyond) {
        let what = format!("it is missing: a checkpoint was signed over {} lines", checkpoint.size);
        fault = Some(Fault { line: frontier.size(), finding: what });
    }
    Ok(match fault {
        Some(fault) => Err(fault),
        None => Ok(Verified { size: frontier.size(), root: frontier.root(), checkpoints: agreed }),
    })
}

fn number(line: &[u8]) -> Option<u64> {
    serde_json::from_slice::<Value>(line).ok()?.get("seq")?.as_u64()
}
