//! One running setting.

mod bulk;
mod checking;
mod current;
mod erasing;
mod opening;
mod writer;

pub use bulk::bulk;
pub use current::Current;

use crate::clock::{Clock, Doubt};
use crate::error::Error;
use belisha_ledger::{Checkpoint, Fault, InFlight, Log, MasterKey, Reader, Store, Verified};
use belisha_setting::{Author, Command, Context, Line, Refusal, clock, decide};
use jiff::{SignedDuration, Timestamp};
use parking_lot::{RwLock, RwLockReadGuard};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, OwnedMutexGuard, watch};
use writer::Writer;

/// How often a lost race is decided anew.
const RETRIES_MAX: usize = 5;
/// How far the log may be ahead of the clock: two machines differ by less.
const AHEAD_MAX: SignedDuration = SignedDuration::from_mins(2);

/// One running setting. Nothing here waits for the disk on the async executor, and nobody waits for it with the writer
/// in hand but where the log has to be read again.
pub struct Setting {
    writer: Arc<Mutex<Writer>>,
    reader: Reader,
    current: Arc<RwLock<Current>>,
    clock: Arc<dyn Clock>,
    /// Says the length of the log; nobody does once the setting is closed.
    changed: parking_lot::Mutex<Option<watch::Sender<u64>>>,
}

impl Setting {
    /// Begins a new setting's log.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn create(
        store: Arc<dyn Store>,
        master: &MasterKey,
        id: &str,
        clock: Arc<dyn Clock>,
    ) -> Result<Arc<Self>, Error> {
        Self::load(Log::create(store, master, id)?, clock)
    }

    /// Opens a setting: from its snapshot where there is one, and the lines since.
    ///
    /// # Errors
    /// When a line is wrong, the key does not fit, or the policy in force does not compile.
    pub fn open(
        store: Arc<dyn Store>,
        master: &MasterKey,
        id: &str,
        clock: Arc<dyn Clock>,
    ) -> Result<Arc<Self>, Error> {
        Self::load(Log::open(store, master, id)?, clock)
    }

    fn load(mut log: Log, clock: Arc<dyn Clock>) -> Result<Arc<Self>, Error> {
        let state = opening::fold(&mut log)?;
        let policy = opening::policy_of(&state)?;
        if log.damaged_keys() > 0 {
            tracing::error!(keys = log.damaged_keys(), "keys are damaged: what they sealed cannot be read");
        }
        if let Some(latest) = state.latest {
            clock.log_ends_at(latest);
        }
        let current = Current { state, policy };
        let (changed, _) = watch::channel(log.length());
        Ok(Arc::new(Self {
            reader: log.reader(),
            writer: Arc::new(Mutex::new(Writer::new(log, &current))),
            current: Arc::new(RwLock::new(current)),
            clock,
            changed: parking_lot::Mutex::new(Some(changed)),
        }))
    }

    /// What is known now, for reading. Hold it briefly: writers wait.
    pub fn now(&self) -> RwLockReadGuard<'_, Current> {
        // A page asks again while it reads: that must not wait behind a writer, who waits for the page.
        self.current.read_recursive()
    }

    /// What time it is: never before the latest line, whatever the machine's clock does.
    pub fn time(&self) -> Timestamp {
        let latest = self.now().state.latest;
        latest.map_or_else(|| self.clock.now(), |latest| latest.max(self.clock.now()))
    }

    /// How long something that never jumps has been going: waits and limits are measured by it.
    pub fn ticks(&self) -> Duration {
        self.clock.ticks()
    }

    /// That nobody can tell by themselves what time it is: the machine's clock jumped, or the log ends in the future.
    pub fn doubt(&self) -> Option<Doubt> {
        let latest = self.now().state.latest;
        self.clock.doubt().or_else(|| {
            let (machine, expected) = (self.clock.now(), latest?);
            (expected.duration_since(machine) > AHEAD_MAX).then_some(Doubt { machine, expected })
        })
    }

    /// Somebody says what time it is, where that is in doubt. The line and all that follow are dated by it.
    ///
    /// # Errors
    /// As [`Setting::submit`]; and refused where the time is in no doubt, so that nobody dates a line as they please.
    pub async fn state_time(self: &Arc<Self>, author: Author, now: Timestamp) -> Result<Vec<Line>, Error> {
        let Some(Doubt { machine, expected }) = self.doubt() else {
            return Err(Error::Refused(clock::Refused::NotInDoubt.into()));
        };
        let command: Command = clock::Prepared::State { now, machine, expected }.into();
        self.check(&author, &command).map_err(Error::Refused)?;
        // First the clock: whoever writes at the same moment is dated by it already.
        self.clock.stated(now);
        self.submit(author, command).await
    }

    /// Says the length of the log whenever it grows; an error once the setting is closed.
    pub fn changes(&self) -> watch::Receiver<u64> {
        match &*self.changed.lock() {
            Some(changed) => changed.subscribe(),
            None => watch::channel(0).1,
        }
    }

    /// Ends everything that waits for changes: live pages, and what runs beside the pages. Commands are still taken, so
    /// that what ends can put on record what it has.
    pub fn close(&self) {
        *self.changed.lock() = None;
    }

    /// Takes a command: decide → append → apply. It is carried out whole even when whoever asked goes away.
    ///
    /// # Errors
    /// [`Error::Refused`] in words for the person, or why the ledger could not take it. Nothing was written.
    pub async fn submit(self: &Arc<Self>, author: Author, command: Command) -> Result<Vec<Line>, Error> {
        self.submit_all(author, vec![command]).await
    }

    /// Takes several commands, all of them or none: each is decided on what the ones before it would leave.
    ///
    /// # Errors
    /// As [`Setting::submit`], for the first that is refused.
    pub async fn submit_all(
        self: &Arc<Self>,
        author: Author,
        commands: Vec<Command>,
    ) -> Result<Vec<Line>, Error> {
        let setting = self.clone();
        let task = tokio::spawn(async move { setting.carry_out(&author, &commands).await });
        task.await.unwrap_or(Err(Error::Stopping))
    }

    async fn carry_out(&self, author: &Author, commands: &[Command]) -> Result<Vec<Line>, Error> {
        for _ in 0..RETRIES_MAX {
            let mut writer = self.writer().await?;
            let Some(begun) = writer.begin(author, commands, self.clock.now())? else {
                // Sent twice: it is on record already.
                return Ok(Vec::new());
            };
            drop(writer);
            match begun.in_flight.durable().await {
                Ok(()) => {
                    self.landed(begun.length).await;
                    return Ok(begun.lines);
                }
                Err(error) => {
                    self.writer.lock().await.failed(begun.generation);
                    if !matches!(error, belisha_ledger::Error::Conflict { .. }) {
                        tracing::error!(%error, "an append failed; nothing was written");
                        return Err(error.into());
                    }
                }
            }
        }
        Err(belisha_ledger::Error::Overloaded.into())
    }

    /// The writer, made anew from the log where an append failed.
    async fn writer(&self) -> Result<OwnedMutexGuard<Writer>, Error> {
        let mut writer = self.writer.clone().lock_owned().await;
        if !writer.is_stale() {
            return Ok(writer);
        }
        // The log is read again: elsewhere, and nobody can write before that.
        let current = self.current.clone();
        let read_again = tokio::task::spawn_blocking(move || {
            writer.start_over(&current)?;
            Ok(writer)
        });
        read_again.await.unwrap_or(Err(Error::Stopping))
    }

    /// Everything queued up to this length is durable: appends land in the order in which they were queued.
    async fn landed(&self, length: u64) {
        let kept = {
            let mut writer = self.writer.lock().await;
            let Some(kept) = writer.landed(length, &self.current) else { return };
            if let Some(changed) = &*self.changed.lock() {
                changed.send_replace(length);
            }
            kept
        };
        // The log has the lines already: a failure here is not the writer's.
        if let Err(error) = kept.durable().await {
            tracing::warn!(%error, "a checkpoint or snapshot could not be kept");
        }
    }

    /// Lines of the log from one number to before another, their words opened.
    ///
    /// # Errors
    /// When one cannot be read.
    pub async fn lines(&self, from: u64, to: u64) -> Result<Vec<Line>, Error> {
        Ok(self.reader.lines(from..to, |line| Line::from_json(&line.json)).await?)
    }

    /// Whether a command would be carried out now. Nothing is written.
    ///
    /// # Errors
    /// The refusal.
    pub fn check(&self, author: &Author, command: &Command) -> Result<(), Refusal> {
        let time = self.time();
        let now = self.now();
        let context = Context { state: &now.state, policy: &now.policy, now: time, author };
        decide(command.clone(), &context).map(|_| ())
    }

    /// Destroys the key of a person, a child or a picture: what was sealed under it can never be opened again. The
    /// snapshot that may still hold what was opened is made anew from what is known now.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn destroy_keys(&self, of: &[String]) -> Result<(), Error> {
        let (erased, snapshot): (InFlight, InFlight) = {
            let mut writer = self.writer().await?;
            (writer.log.begin_erase(of.to_vec()), writer.begin_snapshot(&self.current))
        };
        erased.durable().await?;
        Ok(snapshot.durable().await?)
    }

    /// Signs what the log is now, and keeps a snapshot.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn seal(&self) -> Result<Checkpoint, Error> {
        let (snapshot, checkpoint) = {
            let writer = self.writer().await?;
            (writer.begin_snapshot(&self.current), writer.log.begin_checkpoint())
        };
        snapshot.durable().await?;
        Ok(checkpoint.durable().await?)
    }

    /// Checks the whole log.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn verify(&self) -> Result<Result<Verified, Fault>, Error> {
        Ok(self.reader.verify().await?)
    }
}
