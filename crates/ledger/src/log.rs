//! One setting's log, opened with its keys.

use crate::error::Error;
use crate::keys::{Key, MasterKey};
use crate::merkle::{Frontier, Hash, leaf_hash};
use crate::note::{Checkpoint, signing_key};
use crate::replay;
use crate::seal::{Sealer, canonical};
use crate::store::{Append, SettingKeys, Store};
use crate::verify;
use ed25519_dalek::{SigningKey, VerifyingKey};
use serde_json::Value;
use std::collections::VecDeque;
use std::sync::Arc;

/// One setting's log. It is the only writer it knows of; another one's append shows as [`Error::Conflict`].
pub struct Log {
    store: Arc<dyn Store>,
    setting: String,
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

/// An append that was queued.
#[must_use = "it is durable, or failed, only when this says so"]
pub struct InFlight {
    answer: tokio::sync::oneshot::Receiver<Result<(), Error>>,
}

impl InFlight {
    /// Waits until the append is durable.
    ///
    /// # Errors
    /// As [`Log::append`]: nothing of it was written.
    pub async fn durable(self) -> Result<(), Error> {
        self.answer.await.unwrap_or(Err(Error::Closed))
    }
}

/// A line read back, its words opened.
#[derive(Debug, Clone)]
pub struct StoredLine<'a> {
    /// Its number.
    pub seq: u64,
    /// Its JSON, with the words opened.
    pub json: std::borrow::Cow<'a, [u8]>,
}

const WRAP_SEALING: &str = "belisha setting sealing key v1 ";
const WRAP_SIGNING: &str = "belisha setting signing key v1 ";
const SEALED_SNAPSHOT: &str = "belisha snapshot v1 ";

impl Log {
    /// Begins the log of a new setting.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn create(store: Arc<dyn Store>, master: &MasterKey, setting: &str) -> Result<Self, Error> {
        let (sealing, signing) = (Key::new(), Key::new());
        let signer = signing_key(signing.bytes())?;
        let keys = SettingKeys {
            sealing: master.0.seal(sealing.bytes(), format!("{WRAP_SEALING}{setting}").as_bytes()),
            signing: master.0.seal(signing.bytes(), format!("{WRAP_SIGNING}{setting}").as_bytes()),
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
        let keys = store.settings()?.into_iter().find(|(there, _)| there == setting);
        let (_, keys) = keys.ok_or_else(|| Error::NoSuchSetting(setting.to_owned()))?;
        let unwrap = |wrapped: &[u8], about: &str| {
            let bytes =
                master.0.open(wrapped, format!("{about}{setting}").as_bytes()).ok_or(Error::WrongKey)?;
            Key::from_slice(&bytes).ok_or(Error::WrongKey)
        };
        let setting_key = unwrap(&keys.sealing, WRAP_SEALING)?;
        let signing = signing_key(unwrap(&keys.signing, WRAP_SIGNING)?.bytes())?;
        let people = store.person_keys(setting)?;
        let sealer = Sealer::new(setting, setting_key.clone(), people).ok_or(Error::WrongKey)?;
        Ok(Self {
            store,
            setting: setting.to_owned(),
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
        self.reload_keys()?;
        let (sealer, mut frontier) = (&self.sealer, self.frontier.clone());
        let range = frontier.size()..length.max(frontier.size());
        replay::checked(&*self.store, &self.setting, range, |seq, leaf, line| {
            frontier.push(leaf);
            opened(sealer, line).and_then(|json| each(StoredLine { seq, json }))
        })?;
        (self.durable, self.frontier) = (frontier.clone(), frontier);
        Ok(())
    }

    /// Gives the lines from `from` on with their words opened, until there are no more or `each` says stop, without
    /// moving this log.
    ///
    /// # Errors
    /// [`Error::Line`] when one cannot be read.
    pub fn read(&self, from: u64, each: &mut dyn FnMut(StoredLine<'_>) -> bool) -> Result<(), Error> {
        let mut wrong = None;
        self.store.read(&self.setting, from, &mut |row| match opened(&self.sealer, row.line) {
            Ok(json) => each(StoredLine { seq: row.seq, json }),
            Err(what) => {
                wrong = Some(Error::Line { seq: row.seq, what });
                false
            }
        })?;
        wrong.map_or(Ok(()), Err)
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
        let lines: Vec<(Vec<u8>, Hash)> = lines
            .into_iter()
            .map(|line| {
                let line = canonical(&self.sealer.seal(line, &mut keys)).into_bytes();
                let leaf = leaf_hash(&line);
                (line, leaf)
            })
            .collect();
        let expected_length = self.frontier.size();
        for (_, leaf) in &lines {
            self.frontier.push(*leaf);
            self.in_flight.push_back(*leaf);
        }
        let append =
            Append { setting: self.setting.clone(), expected_length, lineage: self.lineage, lines, keys };
        InFlight { answer: self.store.append(append) }
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
        self.reload_keys()
    }

    fn reload_keys(&mut self) -> Result<(), Error> {
        let people = self.store.person_keys(&self.setting)?;
        self.sealer = Sealer::new(&self.setting, self.setting_key.clone(), people).ok_or(Error::WrongKey)?;
        Ok(())
    }

    /// Destroys a person's key. Their lines stay and verify; their words are gone.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn erase(&mut self, person: &str) -> Result<(), Error> {
        self.store.destroy_key(&self.setting, person)?;
        self.sealer.forget(person);
        Ok(())
    }

    /// Signs what the log is now, and keeps the checkpoint.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn checkpoint(&self) -> Result<Checkpoint, Error> {
        let checkpoint = Checkpoint::sign(&self.setting, &self.durable, &self.signing);
        self.store.keep_checkpoint(&self.setting, checkpoint.size, &checkpoint.note)?;
        Ok(checkpoint)
    }

    /// Keeps a snapshot of what was folded so far, sealed.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn keep_snapshot(&self, state: &[u8]) -> Result<(), Error> {
        let frontier =
            serde_json::to_vec(&self.durable).map_err(|error| Error::Database(error.to_string()))?;
        let mut plain = u32::try_from(frontier.len()).unwrap_or(0).to_be_bytes().to_vec();
        plain.extend(frontier);
        plain.extend(state);
        let sealed = self.setting_key.seal(&plain, format!("{SEALED_SNAPSHOT}{}", self.setting).as_bytes());
        self.store.keep_snapshot(&self.setting, self.durable.size(), &sealed)
    }

    /// Moves this log to its latest snapshot and gives its state; `None` when there is none that fits.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn to_snapshot(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let Some((size, sealed)) = self.store.snapshot(&self.setting)? else { return Ok(None) };
        let about = format!("{SEALED_SNAPSHOT}{}", self.setting);
        let Some(plain) = self.setting_key.open(&sealed, about.as_bytes()) else { return Ok(None) };
        let parts = plain.split_first_chunk::<4>().and_then(|(length, rest)| {
            let (frontier, state) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
            Some((serde_json::from_slice::<Frontier>(frontier).ok()?, state.to_vec()))
        });
        match parts {
            Some((frontier, state))
                if frontier.size() == size && size <= self.store.length(&self.setting)? =>
            {
                (self.durable, self.frontier) = (frontier.clone(), frontier);
                Ok(Some(state))
            }
            _ => Ok(None),
        }
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
    pub fn agrees_with(&self, note: &str) -> Result<Result<Checkpoint, String>, Error> {
        let checkpoint = match Checkpoint::open(note, &self.setting, &self.public_key()) {
            Ok(checkpoint) => checkpoint,
            Err(what) => return Ok(Err(what)),
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
        let what = format!("the first {} lines are not those that were signed", checkpoint.size);
        Ok(if agrees { Ok(checkpoint) } else { Err(what) })
    }

    /// Reads the whole log again and checks it against every checkpoint.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn verify(&self) -> Result<Result<verify::Verified, verify::Fault>, Error> {
        verify::verify(&*self.store, &self.setting, &self.public_key())
    }
}

fn new_lineage() -> u64 {
    u64::from_be_bytes(crate::random::bytes())
}

fn opened<'a>(sealer: &Sealer, line: &'a [u8]) -> Result<std::borrow::Cow<'a, [u8]>, String> {
    // Most lines are about ids alone; only those with sealed words are taken apart.
    if memchr::memmem::find(line, b"\"sealed\":").is_none() {
        return Ok(line.into());
    }
    let value: Value = serde_json::from_slice(line).map_err(|error| error.to_string())?;
    Ok(sealer.open(value).to_string().into_bytes().into())
}
