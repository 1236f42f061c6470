//! Reading a long log back: one thread reads lines and checks them, the other uses those that were right.

use crate::error::Error;
use crate::merkle::{Hash, leaf_hash};
use crate::store::Store;
use belisha_invariant::broken;
use std::ops::{ControlFlow, Range};
use std::panic::resume_unwind;
use std::sync::mpsc::sync_channel;
use std::thread::scope;

/// Bytes of lines that change threads at once.
const BATCH_BYTES: usize = 128 << 10;
/// Batches that wait at most.
const BATCHES: usize = 4;

/// Lines that were checked, end to end.
#[derive(Default)]
struct Batch {
    bytes: Vec<u8>,
    lines: Vec<(Hash, Range<usize>)>,
    /// What is wrong with the line that follows them.
    wrong: Option<String>,
}

/// Gives every line of `range` with its hash, in order, once its number and its hash were found right.
///
/// # Errors
/// [`Error::Line`] names the first line that is wrong, or that `each` could not use.
pub(crate) fn checked(
    store: &dyn Store,
    setting: &str,
    range: Range<u64>,
    mut each: impl FnMut(u64, Hash, &[u8]) -> Result<(), String>,
) -> Result<(), Error> {
    scope(|scope| {
        let (give, take) = sync_channel::<Batch>(BATCHES);
        let lines = range.clone();
        let reader = scope.spawn(move || {
            let mut batch = Batch::default();
            let mut at = lines.start;
            store.read(setting, lines.start, &mut |row| {
                if row.seq >= lines.end {
                    return false;
                }
                let leaf = leaf_hash(row.line);
                batch.wrong = if row.seq != at {
                    Some(format!("it is missing: line {} follows", row.seq))
                } else if leaf != *row.leaf {
                    Some("it was changed after it was written".to_owned())
                } else {
                    None
                };
                if batch.wrong.is_some() {
                    return false;
                }
                let start = batch.bytes.len();
                batch.bytes.extend_from_slice(row.line);
                batch.lines.push((leaf, start..batch.bytes.len()));
                at += 1;
                // Nobody takes any more when a line could not be used.
                batch.bytes.len() < BATCH_BYTES || give.send(std::mem::take(&mut batch)).is_ok()
            })?;
            let _ = give.send(batch);
            Ok::<(), Error>(())
        });
        let mut seq = range.start;
        let used = take.iter().try_for_each(|batch| {
            let Batch { bytes, lines, wrong } = batch;
            for (leaf, place) in lines {
                let Some(line) = bytes.get(place) else {
                    return ControlFlow::Break(broken!("line {seq} is not in its batch").into());
                };
                if let Err(what) = each(seq, leaf, line) {
                    return ControlFlow::Break(Error::Line { seq, what });
                }
                seq += 1;
            }
            wrong.map_or(ControlFlow::Continue(()), |what| ControlFlow::Break(Error::Line { seq, what }))
        });
        drop(take);
        let read = reader.join().unwrap_or_else(|panic| resume_unwind(panic));
        used.break_value().map_or(read, Err)
    })
}
