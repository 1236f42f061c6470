//! One running setting.

use crate::clock::Clock;
use crate::error::Error;
use crate::line::{from_json, to_json};
use belisha_ledger::{Checkpoint, Fault, Log, MasterKey, Store, Verified};
use belisha_policy::{Catalogue, Pack, Policy};
use belisha_setting::{Author, Command, Context, Event, Line, Refusal, State, adoption, day, decide};
use jiff::Timestamp;
use parking_lot::{RwLock, RwLockReadGuard};
use std::collections::VecDeque;
use std::sync::Arc;
use tokio::sync::{Mutex, watch};

/// How often a lost race is decided anew.
const RETRIES_MAX: usize = 5;
/// A snapshot is kept after this many lines.
const SNAPSHOT_EVERY: u64 = 500;
/// A checkpoint is signed after this many lines, and at every close and adoption.
const CHECKPOINT_EVERY: u64 = 250;
/// Bumped whenever the shape of [`State`] changes, so that older snapshots are not read.
const SNAPSHOT_VERSION: &[u8] = b"belisha state 5 ";

/// What is known of a setting now: its state, and the policy it runs by.
pub struct Now {
    /// What has happened.
    pub state: State,
    /// The policy in force; before the first adoption, one without clauses.
    pub policy: Arc<Policy>,
}

/// The log, and what the setting will be once everything queued is durable. Commands are decided on this, so that one
/// transaction can take the lines of many who wait; nobody else sees it.
struct Ahead {
    log: Log,
    state: State,
    policy: Arc<Policy>,
    /// What is in flight, in order.
    pending: VecDeque<(Vec<Line>, Option<Arc<Policy>>)>,
    /// An append failed: everything queued after it did too, and this must be made anew.
    stale: bool,
    /// How often it was made anew. A failure of something queued before that says nothing about what came after.
    generation: u64,
}

/// One running setting.
pub struct Setting {
    ahead: Mutex<Ahead>,
    /// What is durable.
    now: RwLock<Now>,
    clock: Arc<dyn Clock>,
    changed: watch::Sender<u64>,
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
        let state = fold(&mut log)?;
        let policy = policy_of(&state)?;
        let (changed, _) = watch::channel(log.length());
        let ahead = Ahead {
            log,
            state: state.clone(),
            policy: policy.clone(),
            pending: VecDeque::new(),
            stale: false,
            generation: 0,
        };
        Ok(Arc::new(Self {
            ahead: Mutex::new(ahead),
            now: RwLock::new(Now { state, policy }),
            clock,
            changed,
        }))
    }

    /// What is known now, for reading. Hold it briefly: writers wait.
    pub fn now(&self) -> RwLockReadGuard<'_, Now> {
        // A page asks again while it reads: that must not wait behind a writer, who waits for the page.
        self.now.read_recursive()
    }

    /// What time it is: never before the latest line, whatever the machine's clock does.
    pub fn time(&self) -> Timestamp {
        let latest = self.now().state.latest;
        latest.map_or_else(|| self.clock.now(), |latest| latest.max(self.clock.now()))
    }

    /// Says the length of the log whenever it grows.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Takes a command: decide → append → apply. It is carried out whole even when whoever asked goes away.
    ///
    /// # Errors
    /// [`Error::Refused`] in words for the person, or why the ledger could not take it. Nothing was written.
    pub async fn submit(self: &Arc<Self>, author: Author, command: Command) -> Result<Vec<Line>, Error> {
        let setting = self.clone();
        tokio::spawn(async move { setting.carry_out(&author, command).await })
            .await
            .unwrap_or(Err(Error::Stopping))
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
        let task = tokio::spawn(async move { setting.carry_out_all(&author, commands).await });
        task.await.unwrap_or(Err(Error::Stopping))
    }

    async fn carry_out(&self, author: &Author, command: Command) -> Result<Vec<Line>, Error> {
        self.carry_out_all(author, vec![command]).await
    }

    async fn carry_out_all(&self, author: &Author, commands: Vec<Command>) -> Result<Vec<Line>, Error> {
        for _ in 0..RETRIES_MAX {
            let mut ahead = self.ahead.lock().await;
            if ahead.stale {
                self.start_over(&mut ahead)?;
            }
            let lines = self.decided(author, &commands, &ahead)?;
            if lines.is_empty() {
                // Sent twice: it is on record already.
                return Ok(lines);
            }
            let json: Result<Vec<_>, String> = lines.iter().map(to_json).collect();
            let json = json.map_err(|what| Error::Refused(Refusal::Invalid(what)))?;
            let adopted = newly_adopted(&lines)?;
            let in_flight = ahead.log.begin(json);
            let length = ahead.log.length();
            lines.iter().for_each(|line| ahead.state.apply(line));
            if let Some(policy) = &adopted {
                ahead.policy = policy.clone();
            }
            ahead.pending.push_back((lines.clone(), adopted));
            let generation = ahead.generation;
            drop(ahead);
            let result = in_flight.durable().await;
            let mut ahead = self.ahead.lock().await;
            match result {
                Ok(()) => {
                    self.landed(&mut ahead, length);
                    return Ok(lines);
                }
                Err(belisha_ledger::Error::Conflict { .. }) => ahead.stale |= generation == ahead.generation,
                Err(error) => {
                    ahead.stale |= generation == ahead.generation;
                    tracing::error!(%error, "an append failed; nothing was written");
                    return Err(error.into());
                }
            }
        }
        Err(belisha_ledger::Error::Overloaded.into())
    }

    /// Everything queued up to this length is durable: appends land in the order in which they were queued.
    fn landed(&self, ahead: &mut Ahead, length: u64) {
        if ahead.log.durable_length() >= length {
            return;
        }
        let mut lines = Vec::new();
        {
            let mut now = self.now.write();
            while now.state.lines < length {
                let Some((landed, adopted)) = ahead.pending.pop_front() else { break };
                landed.iter().for_each(|line| now.state.apply(line));
                now.policy = adopted.unwrap_or_else(|| now.policy.clone());
                lines.extend(landed);
            }
        }
        ahead.log.landed(length);
        self.keep(&ahead.log, &lines);
        self.changed.send_replace(length);
    }

    /// Something that was queued is not in the log: go back to what is durable, and read what others wrote.
    fn start_over(&self, ahead: &mut Ahead) -> Result<(), Error> {
        ahead.pending.clear();
        ahead.generation += 1;
        ahead.log.give_up()?;
        let mut lines = Vec::new();
        ahead.log.replay(&mut |line| {
            lines.push(from_json(&line.json)?);
            Ok(())
        })?;
        let adopted = newly_adopted(&lines)?;
        let mut now = self.now.write();
        let known = now.state.lines;
        lines.iter().filter(|line| line.seq >= known).for_each(|line| now.state.apply(line));
        now.policy = adopted.unwrap_or_else(|| now.policy.clone());
        (ahead.state, ahead.policy, ahead.stale) = (now.state.clone(), now.policy.clone(), false);
        Ok(())
    }

    fn decided(&self, author: &Author, commands: &[Command], ahead: &Ahead) -> Result<Vec<Line>, Error> {
        let at = ahead.state.latest.map_or_else(|| self.clock.now(), |latest| latest.max(self.clock.now()));
        let decide_on = |state: &State, command: &Command| {
            let context = Context { state, policy: &ahead.policy, now: at, author };
            decide(command.clone(), &context).map_err(|refusal| {
                if let Refusal::Policy(answer) = &refusal
                    && let belisha_policy::Verdict::Fault(error) = &answer.verdict
                {
                    tracing::error!(%error, "a rule could not be evaluated: the answer was no");
                }
                Error::Refused(refusal)
            })
        };
        let number = |seq: u64, events: Vec<Event>| -> Vec<Line> {
            let lines = (seq..).zip(events);
            lines.map(|(seq, event)| Line { seq, at, author: author.clone(), event }).collect()
        };
        if let [command] = commands {
            return Ok(number(ahead.state.lines, decide_on(&ahead.state, command)?));
        }
        let (mut state, mut all) = (ahead.state.clone(), Vec::new());
        for command in commands {
            let lines = number(state.lines, decide_on(&state, command)?);
            lines.iter().for_each(|line| state.apply(line));
            all.extend(lines);
        }
        Ok(all)
    }

    /// Signs and snapshots when it is time. The log has the lines already: a failure here is not the writer's.
    fn keep(&self, log: &Log, lines: &[Line]) {
        let after = log.durable_length();
        let before = after.saturating_sub(lines.len() as u64);
        let passes = |every: u64| before / every != after / every;
        let marked = lines.iter().any(|line| {
            matches!(
                line.event,
                Event::Day(day::Event::Closed { .. }) | Event::Policy(adoption::Event::Adopted { .. })
            )
        });
        let checkpoint =
            if marked || passes(CHECKPOINT_EVERY) { log.checkpoint().map(|_| ()) } else { Ok(()) };
        let snapshot = if passes(SNAPSHOT_EVERY) { keep_snapshot(log, &self.now().state) } else { Ok(()) };
        for error in [checkpoint.err(), snapshot.err()].into_iter().flatten() {
            tracing::warn!(%error, "a checkpoint or snapshot could not be kept");
        }
    }

    /// Lines of the log from one number to before another, their words opened.
    ///
    /// # Errors
    /// When one cannot be read.
    pub async fn lines(&self, from: u64, to: u64) -> Result<Vec<Line>, Error> {
        let reader = self.ahead.lock().await.log.reader();
        Ok(reader.lines(from..to, |stored| from_json(&stored.json)).await?)
    }

    /// Whether a command would be carried out now. Nothing is written; what it would refuse is told.
    ///
    /// # Errors
    /// The refusal.
    pub fn would(&self, author: &Author, command: &Command) -> Result<(), Refusal> {
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
        let mut ahead = self.ahead.lock().await;
        for id in of {
            ahead.log.erase(id)?;
        }
        keep_snapshot(&ahead.log, &self.now().state)?;
        Ok(())
    }

    /// Signs what the log is now, and keeps a snapshot.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn seal(&self) -> Result<Checkpoint, Error> {
        let ahead = self.ahead.lock().await;
        keep_snapshot(&ahead.log, &self.now().state)?;
        Ok(ahead.log.checkpoint()?)
    }

    /// Checks the whole log.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn verify(&self) -> Result<Result<Verified, Fault>, Error> {
        Ok(self.ahead.lock().await.log.verify()?)
    }
}

fn keep_snapshot(log: &Log, state: &State) -> Result<(), belisha_ledger::Error> {
    let bytes =
        postcard::to_stdvec(state).map_err(|error| belisha_ledger::Error::Database(error.to_string()))?;
    log.keep_snapshot(&[SNAPSHOT_VERSION, &bytes].concat())
}

fn fold(log: &mut Log) -> Result<State, Error> {
    let snapshot = log.to_snapshot()?;
    let known =
        snapshot.and_then(|bytes| postcard::from_bytes::<State>(bytes.strip_prefix(SNAPSHOT_VERSION)?).ok());
    let mut state = match known {
        Some(state) if state.lines == log.length() => state,
        _ => {
            log.rewind();
            State::default()
        }
    };
    log.replay(&mut |line| {
        state.apply(&from_json(&line.json)?);
        Ok(())
    })?;
    Ok(state)
}

fn newly_adopted(lines: &[Line]) -> Result<Option<Arc<Policy>>, Error> {
    let adopted = lines.iter().rev().find_map(|line| match &line.event {
        Event::Policy(adoption::Event::Adopted { text, .. }) => Some(text),
        _ => None,
    });
    adopted.map(|text| compiled(text)).transpose()
}

fn policy_of(state: &State) -> Result<Arc<Policy>, Error> {
    match state.adoption.in_force() {
        Some(version) => compiled(&version.text),
        None => compiled("[pack]\nid = \"none\"\ntitle = \"No policy yet\"\nversion = \"2026-01-01\"\n"),
    }
}

fn compiled(text: &str) -> Result<Arc<Policy>, Error> {
    let catalogue = Catalogue::builtin();
    let pack = Pack::parse("the policy in force", text, &catalogue)?;
    Ok(Arc::new(Policy::compile(pack, catalogue)?))
}

/// Appends many lines that were decided elsewhere (a story told in advance) in large transactions.
///
/// # Errors
/// As [`Setting::submit`].
pub async fn bulk(log: &mut Log, lines: &[Line]) -> Result<(), Error> {
    for group in lines.chunks(2_000) {
        let json: Result<Vec<_>, String> = group.iter().map(to_json).collect();
        log.append(json.map_err(|what| Error::Refused(Refusal::Invalid(what)))?).await?;
    }
    Ok(())
}
