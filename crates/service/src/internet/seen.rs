//! What devices looked up: refusals for the page, names for the record of each session, counts for the week.

use super::table;
use belisha_filter::{RefusalCause as Word, Seen};
use belisha_setting::internet::AccessReason;
use belisha_setting::network::Counts;
use belisha_setting::{DeviceId, date_of};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap, VecDeque};

/// At most this many refusals are shown.
const REFUSED_MAX: usize = 200;
/// At most this many names are held of one session, and at most this many sessions.
const NAMES_MAX: usize = 2_000;
const SESSIONS_MAX: usize = 200;
/// At most this many devices are counted apart.
const DEVICES_MAX: usize = 10_000;

/// A look-up that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedLookUp {
    /// The device, an id of the register; empty for one that nobody knows.
    pub device: String,
    /// The name.
    pub name: String,
    /// Why.
    pub why: AccessReason,
    /// When last.
    pub at: Timestamp,
    /// How often.
    pub times: u64,
}

#[derive(Debug, Default)]
struct OfSession {
    /// By name: how often answered, how often refused.
    names: BTreeMap<String, (u64, u64)>,
    opened: u64,
    refused: u64,
}

/// What was seen and is not on record yet.
#[derive(Debug)]
pub(super) struct Journal {
    refused: VecDeque<RefusedLookUp>,
    sessions: HashMap<String, OfSession>,
    counts: BTreeMap<DeviceId, Counts>,
    counted: Timestamp,
    started: Timestamp,
    /// Sessions that are on record.
    recorded: VecDeque<String>,
    day: Date,
    /// Counts of the day before, where it turned before they went on record.
    before: Option<(Date, BTreeMap<DeviceId, Counts>)>,
}

impl Journal {
    pub(super) fn new(now: Timestamp) -> Self {
        Self {
            refused: VecDeque::new(),
            sessions: HashMap::new(),
            counts: BTreeMap::new(),
            counted: now,
            started: now,
            recorded: VecDeque::new(),
            day: date_of(now),
            before: None,
        }
    }

    /// Takes in what the resolver saw.
    pub(super) fn take(&mut self, all: Vec<Seen>, now: Timestamp) {
        let today = date_of(now);
        if today != self.day {
            let counts = std::mem::take(&mut self.counts);
            self.before = (!counts.is_empty()).then_some((self.day, counts));
            self.day = today;
        }
        for seen in all {
            let (opened, refused) = if seen.why.is_some() { (0, seen.count) } else { (seen.count, 0) };
            let device = DeviceId::from(&*seen.device);
            if !seen.device.is_empty()
                && (self.counts.len() < DEVICES_MAX || self.counts.contains_key(&device))
            {
                let counts = self.counts.entry(device).or_default();
                counts.opened += opened;
                counts.refused += refused;
            }
            let name = seen.name.to_string();
            if let Some(session) = &seen.session
                && !self.recorded.iter().any(|recorded| **recorded == **session)
                && (self.sessions.len() < SESSIONS_MAX || self.sessions.contains_key(&**session))
            {
                let tally = self.sessions.entry(session.to_string()).or_default();
                tally.opened += opened;
                tally.refused += refused;
                if tally.names.len() < NAMES_MAX || tally.names.contains_key(&name) {
                    let counts = tally.names.entry(name.clone()).or_default();
                    counts.0 += opened;
                    counts.1 += refused;
                }
            }
            // What devices ask by themselves to get round the filter is no child's doing.
            if let Some(why) = seen.why.filter(|why| *why != Word::Bypass) {
                let reason = seen.reason.as_deref().map(table::why);
                let says = || AccessReason { says: format!("{why:?}"), clauses: Vec::new() };
                self.refuse(&seen.device, name, reason.unwrap_or_else(says), seen.count, now);
            }
        }
    }

    fn refuse(&mut self, device: &str, name: String, why: AccessReason, times: u64, at: Timestamp) {
        let known = self.refused.iter().position(|refusal| refusal.device == device && refusal.name == name);
        let before = known.and_then(|known| self.refused.remove(known)).map_or(0, |refusal| refusal.times);
        self.refused.push_front(RefusedLookUp {
            device: device.to_owned(),
            name,
            why,
            at,
            times: before + times,
        });
        self.refused.truncate(REFUSED_MAX);
    }

    pub(super) fn refused(&self) -> Vec<RefusedLookUp> {
        self.refused.iter().cloned().collect()
    }

    /// What was looked up in a session: a name in a line with how often, and both sums.
    /// Where the program was started in the middle of it, that is said.
    pub(super) fn of_session(&self, session: &str, began: Option<Timestamp>) -> (String, u32, u32) {
        let missing = began.is_some_and(|began| began < self.started);
        let missing =
            missing.then(|| "(what was looked up before the program started again is not known)".to_owned());
        let Some(tally) = self.sessions.get(session) else { return (missing.unwrap_or_default(), 0, 0) };
        let line = |(name, (opened, refused)): (&String, &(u64, u64))| match (opened, refused) {
            (opened, 0) => format!("{name}: {opened} answered"),
            (0, refused) => format!("{name}: {refused} refused"),
            (opened, refused) => format!("{name}: {opened} answered, {refused} refused"),
        };
        let names: Vec<String> = missing.into_iter().chain(tally.names.iter().map(line)).collect();
        let number = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
        (names.join("\n"), number(tally.opened), number(tally.refused))
    }

    /// What is on record is not held any longer, nor what came late to it.
    pub(super) fn forget(&mut self, session: &str) {
        self.sessions.remove(session);
        if self.recorded.len() >= SESSIONS_MAX {
            self.recorded.pop_front();
        }
        self.recorded.push_back(session.to_owned());
    }

    /// What is to be counted, once so many seconds have passed, or a day has.
    pub(super) fn counts(
        &mut self,
        now: Timestamp,
        every: i64,
    ) -> Option<(Date, BTreeMap<DeviceId, Counts>)> {
        if let Some(before) = self.before.take() {
            return Some(before);
        }
        if self.counts.is_empty() || now.as_second() - self.counted.as_second() < every {
            return None;
        }
        self.counted = now;
        Some((self.day, std::mem::take(&mut self.counts)))
    }
}
