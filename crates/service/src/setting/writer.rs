//! The log, and the state that it will have once everything queued is durable.

use super::current::Current;
use super::opening::newly_adopted;
use crate::error::Error;
use belisha_ledger::{Checkpoint, InFlight, Log};
use belisha_policy::{Policy, Verdict};
use belisha_setting::{Author, Command, Context, Event, Line, Refusal, State, adoption, day, decide};
use jiff::Timestamp;
use parking_lot::RwLock;
use std::collections::VecDeque;
use std::sync::Arc;

/// A snapshot is kept after this many lines.
const SNAPSHOT_EVERY: u64 = 500;
/// A checkpoint is signed after this many lines, and at every close and adoption.
const CHECKPOINT_EVERY: u64 = 250;

/// Commands are decided on this, so that one transaction can take the lines of many who wait; nobody else sees it.
pub(super) struct Writer {
    pub(super) log: Log,
    state: State,
    policy: Arc<Policy>,
    /// What is in flight, in order.
    pending: VecDeque<Pending>,
    /// An append failed: everything queued after it did too, and this must be made anew.
    stale: bool,
    /// How often it was made anew. A failure of something queued before that says nothing about what came after.
    generation: u64,
}

struct Pending {
    lines: Vec<Line>,
    adopted: Option<Arc<Policy>>,
}

/// Commands that were decided, and whose lines are queued.
pub(super) struct Begun {
    pub(super) in_flight: InFlight,
    pub(super) lines: Vec<Line>,
    /// The length of the log once they are durable.
    pub(super) length: u64,
    pub(super) generation: u64,
}

/// What is kept beside the lines, and may not be durable yet.
pub(super) struct Kept {
    checkpoint: Option<InFlight<Checkpoint>>,
    snapshot: Option<InFlight>,
}

impl Kept {
    pub(super) async fn durable(self) -> Result<(), belisha_ledger::Error> {
        if let Some(checkpoint) = self.checkpoint {
            checkpoint.durable().await?;
        }
        match self.snapshot {
            Some(snapshot) => snapshot.durable().await,
            None => Ok(()),
        }
    }
}

impl Writer {
    pub(super) fn new(log: Log, current: &Current) -> Self {
        let (state, policy) = (current.state.clone(), current.policy.clone());
        Self { log, state, policy, pending: VecDeque::new(), stale: false, generation: 0 }
    }

    pub(super) fn is_stale(&self) -> bool {
        self.stale
    }

    /// Decides commands and queues their lines; nothing when they are on record already.
    pub(super) fn begin(
        &mut self,
        author: &Author,
        commands: &[Command],
        now: Timestamp,
    ) -> Result<Option<Begun>, Error> {
        let lines = self.decided(author, commands, now)?;
        if lines.is_empty() {
            return Ok(None);
        }
        let json: Result<Vec<_>, String> = lines.iter().map(Line::to_json).collect();
        let json = json.map_err(|says| Error::Refused(Refusal::Unreadable(says)))?;
        let adopted = newly_adopted(&lines)?;
        let in_flight = self.log.begin(json);
        lines.iter().for_each(|line| self.state.apply(line));
        if let Some(policy) = &adopted {
            self.policy = policy.clone();
        }
        self.pending.push_back(Pending { lines: lines.clone(), adopted });
        Ok(Some(Begun { in_flight, lines, length: self.log.length(), generation: self.generation }))
    }

    fn decided(&self, author: &Author, commands: &[Command], now: Timestamp) -> Result<Vec<Line>, Error> {
        // A stated time may lie before the latest line: that is what it is for.
        let stated = commands.iter().find_map(Command::stated_time);
        let now = stated.unwrap_or_else(|| self.state.latest.map_or(now, |latest| latest.max(now)));
        let decide_on = |state: &State, command: &Command| {
            let context = Context { state, policy: &self.policy, now, author };
            decide(command.clone(), &context).map_err(|refusal| {
                if let Refusal::ByPolicy(answer) = &refusal
                    && let Verdict::Fault(error) = &answer.verdict
                {
                    tracing::error!(%error, "a rule could not be evaluated: the answer was no");
                }
                Error::Refused(refusal)
            })
        };
        let number = |seq: u64, events: Vec<Event>| -> Vec<Line> {
            let lines = (seq..).zip(events);
            lines.map(|(seq, event)| Line { seq, at: now, author: author.clone(), event }).collect()
        };
        if let [command] = commands {
            return Ok(number(self.state.lines, decide_on(&self.state, command)?));
        }
        let (mut state, mut all) = (self.state.clone(), Vec::new());
        for command in commands {
            let lines = number(state.lines, decide_on(&state, command)?);
            lines.iter().for_each(|line| state.apply(line));
            all.extend(lines);
        }
        Ok(all)
    }

    /// Something that was queued in this generation is not in the log.
    pub(super) fn failed(&mut self, generation: u64) {
        self.stale |= generation == self.generation;
    }

    /// Folds what is durable into what everybody sees; nothing when that was done already. Begins to sign and to
    /// snapshot where it is time.
    pub(super) fn landed(&mut self, length: u64, current: &RwLock<Current>) -> Option<Kept> {
        let before = self.log.durable_length();
        if before >= length {
            return None;
        }
        let mut marked = false;
        {
            let mut current = current.write();
            while current.state.lines < length {
                let Some(Pending { lines, adopted }) = self.pending.pop_front() else { break };
                lines.iter().for_each(|line| current.state.apply(line));
                current.policy = adopted.unwrap_or_else(|| current.policy.clone());
                marked |= lines.iter().any(|line| {
                    matches!(
                        line.event,
                        Event::Day(day::Event::Closed { .. })
                            | Event::Policy(adoption::Event::Adopted { .. })
                    )
                });
            }
        }
        self.log.landed(length);
        let passes = |every: u64| before / every != length / every;
        Some(Kept {
            checkpoint: (marked || passes(CHECKPOINT_EVERY)).then(|| self.log.begin_checkpoint()),
            snapshot: passes(SNAPSHOT_EVERY).then(|| self.begin_snapshot(current)),
        })
    }

    /// Begins to keep a snapshot of what everybody sees, which is what is durable.
    pub(super) fn begin_snapshot(&self, current: &RwLock<Current>) -> InFlight {
        let state = current.read_recursive().state.clone();
        self.log.begin_snapshot(move || state.to_snapshot())
    }

    /// Whether everything queued is durable and known to everybody.
    pub(super) fn is_quiet(&self) -> bool {
        self.pending.is_empty() && !self.stale
    }

    /// Folds the whole log anew, without what a snapshot holds: words whose key was destroyed are in it no more. This waits
    /// for the disk, and is for when nothing is in flight.
    pub(super) fn fold_anew(&mut self, current: &RwLock<Current>) -> Result<(), Error> {
        self.log.rewind();
        let mut state = State::default();
        self.log.replay(&mut |line| {
            state.apply(&Line::from_json(&line.json)?);
            Ok(())
        })?;
        let mut current = current.write();
        if state.lines < current.state.lines {
            let what = format!("{} lines folded anew were {}", state.lines, current.state.lines);
            return Err(Error::Ledger(belisha_ledger::Error::Line { seq: state.lines, what }));
        }
        current.state = state.clone();
        self.state = state;
        Ok(())
    }

    /// Something that was queued is not in the log: goes back to what is durable, and reads what others wrote. This
    /// waits for the disk.
    pub(super) fn start_over(&mut self, current: &RwLock<Current>) -> Result<(), Error> {
        self.pending.clear();
        self.generation += 1;
        self.log.give_up()?;
        let mut lines = Vec::new();
        self.log.replay(&mut |line| {
            lines.push(Line::from_json(&line.json)?);
            Ok(())
        })?;
        let adopted = newly_adopted(&lines)?;
        let mut current = current.write();
        let known = current.state.lines;
        lines.iter().filter(|line| line.seq >= known).for_each(|line| current.state.apply(line));
        current.policy = adopted.unwrap_or_else(|| current.policy.clone());
        (self.state, self.policy, self.stale) = (current.state.clone(), current.policy.clone(), false);
        Ok(())
    }
}
