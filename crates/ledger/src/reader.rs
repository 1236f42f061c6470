//! Reading a log without moving it, and without whoever writes to it.

use crate::error::Error;
use crate::line::{StoredLine, opened};
use crate::merkle::{Frontier, leaf_hash};
use crate::note::{Checkpoint, Disagrees};
use crate::seal::Sealer;
use crate::store::Store;
use crate::verify::{Fault, Verified, verify};
use ed25519_dalek::VerifyingKey;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::Arc;

/// What does not open of the words of a log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// The names of the keys whose words do not open, each with the first line of them. Those that were erased are among
    /// them: whoever knows what was erased takes them out.
    pub unopened: BTreeMap<String, u64>,
    /// The names of the keys that are stored and do not open themselves.
    pub damaged: BTreeSet<String>,
}

/// Reads what is durable of one log, each time in a thread where blocking is allowed. It shares the keys of the
/// [`Log`](crate::Log) it came from: words erased there are erased here.
#[derive(Clone)]
pub struct Reader {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) setting: Arc<str>,
    pub(crate) sealer: Sealer,
    pub(crate) public_key: VerifyingKey,
}

impl Reader {
    /// The lines of a range, as far as they are there, with their words opened; `each` makes of a line what is wanted.
    ///
    /// # Errors
    /// [`Error::Line`] names the first that is missing, was changed, or is of no use to `each`.
    pub async fn lines<T: Send + 'static>(
        &self,
        range: Range<u64>,
        each: impl FnMut(StoredLine<'_>) -> Result<T, String> + Send + 'static,
    ) -> Result<Vec<T>, Error> {
        self.apart(move |reader| reader.lines_here(range, each)).await
    }

    /// Reads the whole log and checks it against every checkpoint.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn verify(&self) -> Result<Result<Verified, Fault>, Error> {
        self.apart(|reader| reader.verify_here()).await
    }

    /// Opens every sealed word of the whole log, and says which do not open.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn words(&self) -> Result<Words, Error> {
        self.apart(Self::words_here).await
    }

    /// As [`Reader::words`], where it is called.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn words_here(&self) -> Result<Words, Error> {
        // What was destroyed or damaged since the keys were read shows now.
        self.sealer.reload(&*self.store)?;
        let mut words = Words { damaged: self.sealer.damaged(), ..Words::default() };
        self.store.read(&self.setting, 0, &mut |row| {
            if let Ok(value) = serde_json::from_slice::<Value>(row.line) {
                self.sealer.unopened(&value, &mut |key| {
                    words.unopened.entry(key.to_owned()).or_insert(row.seq);
                });
            }
            true
        })?;
        Ok(words)
    }

    async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let reader = self.clone();
        match tokio::task::spawn_blocking(move || work(&reader)).await {
            Ok(result) => result,
            Err(stopped) => match stopped.try_into_panic() {
                Ok(panic) => resume_unwind(panic),
                Err(_) => Err(Error::Closed),
            },
        }
    }

    pub(crate) fn lines_here<T>(
        &self,
        range: Range<u64>,
        mut each: impl FnMut(StoredLine<'_>) -> Result<T, String>,
    ) -> Result<Vec<T>, Error> {
        let (mut lines, mut wrong, mut seq) = (Vec::new(), None, range.start);
        self.store.read(&self.setting, range.start, &mut |row| {
            if seq >= range.end {
                return false;
            }
            let line = if row.seq != seq {
                Err(format!("it is missing: line {} follows", row.seq))
            } else if leaf_hash(row.line) != *row.leaf {
                Err("it was changed after it was written".to_owned())
            } else {
                opened(&self.sealer, row.line).and_then(|json| each(StoredLine { seq, json }))
            };
            match line {
                Ok(line) => lines.push(line),
                Err(what) => wrong = Some(Error::Line { seq, what }),
            }
            seq += 1;
            wrong.is_none()
        })?;
        wrong.map_or(Ok(lines), Err)
    }

    pub(crate) fn verify_here(&self) -> Result<Result<Verified, Fault>, Error> {
        verify(&*self.store, &self.setting, &self.public_key)
    }

    pub(crate) fn agrees_with(&self, note: &str) -> Result<Result<Checkpoint, Disagrees>, Error> {
        let checkpoint = match Checkpoint::open(note, &self.setting, &self.public_key) {
            Ok(checkpoint) => checkpoint,
            Err(wrong) => return Ok(Err(Disagrees::NoCheckpoint(wrong))),
        };
        let mut frontier = Frontier::default();
        self.store.read(&self.setting, 0, &mut |row| {
            let more = frontier.size() < checkpoint.size;
            if more {
                frontier.push(leaf_hash(row.line));
            }
            more
        })?;
        let agrees = frontier.size() == checkpoint.size && frontier.root() == checkpoint.root;
        let size = checkpoint.size;
        Ok(if agrees { Ok(checkpoint) } else { Err(Disagrees::OtherLines { size }) })
    }
}
