//! One setting's log, opened with its keys.

use crate::background::Background;
use crate::error::Error;
use crate::in_flight::InFlight;
use crate::keys::{Key, MasterKey};
use crate::line::{StoredLine, opened};
use crate::merkle::{Frontier, Hash, leaf_hash};
use crate::note::{Checkpoint, Disagrees, signing_key};
use crate::random;
use crate::reader::Reader;
use crate::replay;
use crate::seal::{NewKey, Sealer, canonical};
use crate::snapshot;
use crate::store::{Append, SettingKeys, Store};
use crate::verify::{Fault, Verified};
use belisha_invariant::invariant;
use ed25519_dalek::{SigningKey, VerifyingKey};
use serde_json::Value;
use std::collections::VecDeque;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

/// One setting's log. It is the only writer it knows of; another one's append shows as [`Error::Conflict`].
///
/// What begins with `begin` hands its work to a thread and does not block; [`Log::reader`] reads without this log. The
/// rest reads or writes the store where it is called.
pub struct Log {
    store: Arc<dyn Store>,
    background: Background,
    setting: Arc<str>,
    setting_key: Key,
    signing: SigningKey,
    sealer: Sealer,
    /// Over every line, those in flight included.
    frontier: Frontier,
    /// Over the lines that are known to be durable: checkpoints and snapshots speak of these alone.
    durable: Frontier,
    in_flight: VecDeque<Hash>,
    /// What the appends in flight rest on; another one after each failure.
    lineage: u64,
}

pub(crate) const WRAP_SEALING: &str = "belisha setting sealing key v1 ";
pub(crate) const WRAP_SIGNING: &str = "belisha setting signing key v1 ";

impl Log {
    /// Begins the log of a new setting.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn create(store: Arc<dyn Store>, master: &MasterKey, setting: &str) -> Result<Self, Error> {
        let (sealing, signing) = (Key::new(), Key::new());
        let signer = signing_key(signing.bytes())?;
        let keys = SettingKeys {
            sealing: master.0.seal(sealing.bytes(), format!("{WRAP_SEALING}{setting}").as_bytes())?,
            signing: master.0.seal(signing.bytes(), format!("{WRAP_SIGNING}{setting}").as_bytes())?,
            public: signer.verifying_key().as_bytes().to_vec(),
        };
        store.add_setting(setting, &keys)?;
        Self::open(store, master, setting)
    }

    /// Opens the log of a setting; [`Log::replay`] must follow before anything is appended.
    ///
    /// # Errors
    /// [`Error::NoSuchSetting`], [`Error::WrongKey`].
    pub fn open(store: Arc<dyn Store>, master: &MasterKey, setting: &str) -> Result<Self, Error> {
        let keys = store.settings()?.into_iter().find(|(id, _)| id == setting);
        let (_, keys) = keys.ok_or_else(|| Error::NoSuchSetting(setting.to_owned()))?;
        let unwrap = |wrapped: &[u8], about: &str| {
            let bytes =
                master.0.open(wrapped, format!("{about}{setting}").as_bytes()).ok_or(Error::WrongKey)?;
            Key::from_slice(&bytes).ok_or(Error::WrongKey)
        };
        let setting_key = unwrap(&keys.sealing, WRAP_SEALING)?;
        let signing = signing_key(unwrap(&keys.signing, WRAP_SIGNING)?.bytes())?;
        let setting: Arc<str> = setting.into();
        let sealer = Sealer::load(&*store, setting.clone(), setting_key.clone())?;
        let background = Background::start()
            .map_err(|source| Error::File { path: PathBuf::from("a thread for the ledger"), source })?;
        Ok(Self {
            store,
            background,
            setting,
            setting_key,
            signing,
            sealer,
            frontier: Frontier::default(),
            durable: Frontier::default(),
            in_flight: VecDeque::new(),
            lineage: new_lineage(),
        })
    }

    /// How many lines were appended or replayed, those in flight included.
    pub fn length(&self) -> u64 {
        self.frontier.size()
    }

    /// How many of them are known to be durable.
    pub fn durable_length(&self) -> u64 {
        self.durable.size()
    }

    /// How many keys are stored and do not open: the words that they sealed cannot be read.
    pub fn damaged_keys(&self) -> usize {
        self.sealer.damaged().len()
    }

    /// The root over them.
    pub fn root(&self) -> Hash {
        self.frontier.root()
    }

    /// The public key that its checkpoints are verified with.
    pub fn public_key(&self) -> VerifyingKey {
        self.signing.verifying_key()
    }

    /// Reads the lines from where this log stands to its end, checking each line's number and hash, and giving each
    /// with its words opened. Lines are read and checked in a thread of their own.
    ///
    /// # Errors
    /// [`Error::Line`] names the first line that is wrong, or that `each` could not use; the log stands where it stood.
    pub fn replay(
        &mut self,
        each: &mut dyn FnMut(StoredLine<'_>) -> Result<(), String>,
    ) -> Result<(), Error> {
        // Another process may have made keys since; a line and the keys it needs are written together, so the keys of
        // every line counted before are there.
        let length = self.store.length(&self.setting)?;
        self.sealer.reload(&*self.store)?;
        let (sealer, mut frontier) = (&self.sealer, self.frontier.clone());
        let range = frontier.size()..length.max(frontier.size());
        replay::checked(&*self.store, &self.setting, range, |seq, leaf, line| {
            frontier.push(leaf);
            opened(sealer, line).and_then(|json| each(StoredLine { seq, json }))
        })?;
        (self.durable, self.frontier) = (frontier.clone(), frontier);
        Ok(())
    }

    /// A way to read what is durable that does not need this log again.
    pub fn reader(&self) -> Reader {
        Reader {
            store: self.store.clone(),
            setting: self.setting.clone(),
            sealer: self.sealer.clone(),
            public_key: self.public_key(),
        }
    }

    /// The lines of a range, as far as they are there, with their words opened; `each` makes of a line what is wanted.
    ///
    /// # Errors
    /// As [`Reader::lines`], which does the same elsewhere.
    pub fn lines<T>(
        &self,
        range: Range<u64>,
        each: impl FnMut(StoredLine<'_>) -> Result<T, String>,
    ) -> Result<Vec<T>, Error> {
        self.reader().lines_here(range, each)
    }

    /// Appends lines, all of them durably or none, and waits until they are. Each is made canonical (sorted keys, no
    /// white space) and its personal words are sealed.
    ///
    /// # Errors
    /// [`Error::Conflict`], [`Error::Overloaded`], [`Error::DiskFull`], [`Error::Database`]: nothing was written.
    pub async fn append(&mut self, lines: Vec<Value>) -> Result<(), Error> {
        let result = self.begin(lines).durable().await;
        match result {
            Ok(()) => self.landed(self.frontier.size()),
            Err(_) => self.give_up()?,
        }
        result
    }

    /// Queues an append and goes on: the next one can be queued before this one is durable, so that one transaction
    /// takes them all. When one fails, so do all that were queued after it, and [`Log::give_up`] must follow.
    pub fn begin(&mut self, lines: Vec<Value>) -> InFlight {
        let mut keys = Vec::new();
        let lines = match self.sealed(lines, &mut keys) {
            Ok(lines) => lines,
            Err(error) => {
                self.sealer.forget(&keys);
                return InFlight::failed(error);
            }
        };
        let expected_length = self.frontier.size();
        for (_, leaf) in &lines {
            self.frontier.push(*leaf);
            self.in_flight.push_back(*leaf);
        }
        let setting = self.setting.as_ref().to_owned();
        let append = Append { setting, expected_length, lineage: self.lineage, lines, keys };
        self.store.append(append).into()
    }

    /// The lines as they are stored, with their hashes; each must carry the number that it will have.
    fn sealed(&self, lines: Vec<Value>, keys: &mut Vec<NewKey>) -> Result<Vec<(Vec<u8>, Hash)>, Error> {
        let mut sealed = Vec::with_capacity(lines.len());
        for (seq, line) in (self.frontier.size()..).zip(lines) {
            let carries = line.get("seq").and_then(Value::as_u64);
            invariant!(carries == Some(seq), "line {seq} was to be appended as {carries:?}");
            let line = canonical(&self.sealer.seal(line, keys)?).into_bytes();
            let leaf = leaf_hash(&line);
            sealed.push((line, leaf));
        }
        Ok(sealed)
    }

    /// Every line before `length` is known to be durable.
    pub fn landed(&mut self, length: u64) {
        while self.durable.size() < length {
            let Some(leaf) = self.in_flight.pop_front() else { break };
            self.durable.push(leaf);
        }
    }

    /// Forgets what was queued and not durable: goes back to the last line that is known to be, and to the keys that
    /// are stored. [`Log::replay`] then reads what others wrote.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn give_up(&mut self) -> Result<(), Error> {
        self.in_flight.clear();
        self.frontier = self.durable.clone();
        self.lineage = new_lineage();
        self.sealer.reload(&*self.store)
    }

    /// Destroys a person's key. Their lines stay and verify; their words are gone.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn erase(&mut self, person: &str) -> Result<(), Error> {
        self.sealer.destroy(&*self.store, &[person.to_owned()])
    }

    /// As [`Log::erase`], for several, in the background: until it is durable, their words can still be read.
    pub fn begin_erase(&mut self, people: Vec<String>) -> InFlight {
        let (sealer, store) = (self.sealer.clone(), self.store.clone());
        self.background.begin(move || sealer.destroy(&*store, &people))
    }

    /// Signs what the log is now, and stores the checkpoint.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn checkpoint(&self) -> Result<Checkpoint, Error> {
        checkpoint(&*self.store, &self.setting, &self.durable, &self.signing)
    }

    /// As [`Log::checkpoint`], in the background: over the lines that are durable now.
    pub fn begin_checkpoint(&self) -> InFlight<Checkpoint> {
        let (store, setting) = (self.store.clone(), self.setting.clone());
        let (frontier, signing) = (self.durable.clone(), self.signing.clone());
        self.background.begin(move || checkpoint(&*store, &setting, &frontier, &signing))
    }

    /// Stores a snapshot of what was folded so far, sealed, in place of the one before.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn keep_snapshot(&self, state: &[u8]) -> Result<(), Error> {
        snapshot::keep(&*self.store, &self.setting, &self.durable, &self.setting_key, state)
    }

    /// As [`Log::keep_snapshot`], in the background, where `state` is made as well: it must be of the lines that are
    /// durable now. Snapshots, checkpoints and erasures are done in the order in which they were begun.
    pub fn begin_snapshot(
        &self,
        state: impl FnOnce() -> Result<Vec<u8>, String> + Send + 'static,
    ) -> InFlight {
        let (store, setting) = (self.store.clone(), self.setting.clone());
        let (frontier, key) = (self.durable.clone(), self.setting_key.clone());
        self.background.begin(move || {
            let state = state().map_err(Error::Database)?;
            snapshot::keep(&*store, &setting, &frontier, &key, &state)
        })
    }

    /// Moves this log to its latest snapshot and gives its state; `None` when there is none that fits.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn to_snapshot(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let latest = snapshot::latest(&*self.store, &self.setting, &self.setting_key)?;
        Ok(latest.map(|(frontier, state)| {
            (self.durable, self.frontier) = (frontier.clone(), frontier);
            state
        }))
    }

    /// Goes back to the beginning, for a fold that does without a snapshot.
    pub fn rewind(&mut self) {
        (self.frontier, self.durable) = (Frontier::default(), Frontier::default());
        self.in_flight.clear();
    }

    /// Whether the log still begins as a checkpoint says that was kept elsewhere, on paper or in a mail.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn agrees_with(&self, note: &str) -> Result<Result<Checkpoint, Disagrees>, Error> {
        self.reader().agrees_with(note)
    }

    /// Reads the whole log again and checks it against every checkpoint.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn verify(&self) -> Result<Result<Verified, Fault>, Error> {
        self.reader().verify_here()
    }
}

fn new_lineage() -> u64 {
    u64::from_be_bytes(random::bytes())
}

fn checkpoint(
    store: &dyn Store,
    setting: &str,
    frontier: &Frontier,
    signing: &SigningKey,
) -> Result<Checkpoint, Error> {
    let checkpoint = Checkpoint::sign(setting, frontier, signing);
    store.keep_checkpoint(setting, checkpoint.size, &checkpoint.note)?;
    Ok(checkpoint)
}
