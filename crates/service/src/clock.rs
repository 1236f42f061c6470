//! Time comes in here: what the machine's clock says, held against a clock that nobody can set.

use jiff::{SignedDuration, Timestamp};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How far the machine's clock may be from what is expected before it is in doubt: NTP puts a clock right by less.
const OFF_MAX: SignedDuration = SignedDuration::from_mins(2);
/// A clock that is a little off is followed at most this often, so that many small steps are no way to a large one.
const FOLLOWED_EVERY: Duration = Duration::from_secs(60 * 60);
/// How long a setting may have been switched off before somebody is asked what day it is: a long weekend.
const OFF_DAYS_MAX: i64 = 4;
/// A start of the program within a run of the machine believes a clock that is this much ahead, once: somebody put it right
/// while the program was down.
const LEAP_HOURS_MAX: i64 = 36;
/// The machine's clock is looked at this often.
const LOOKED_AT_EVERY: Duration = Duration::from_secs(1);

/// Whatever can say what time it is.
pub trait Clock: Send + Sync {
    /// Now, as far as it can be believed.
    fn now(&self) -> Timestamp;

    /// How long something that never jumps has been going: waits and limits are measured by it.
    fn ticks(&self) -> Duration;

    /// That the machine's clock cannot be believed.
    fn doubt(&self) -> Option<Doubt> {
        None
    }

    /// The latest line of the log is of this time.
    fn log_ends_at(&self, _latest: Timestamp) {}

    /// Somebody said what time it is.
    fn stated(&self, _now: Timestamp) {}
}

/// The machine's clock says something that the time since it was last believed does not explain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doubt {
    /// What the machine's clock says.
    pub machine: Timestamp,
    /// What time it would be.
    pub expected: Timestamp,
}

/// The clocks of a machine.
pub trait Machine: Send + Sync {
    /// What the machine says the time is; anybody who may set its clock decides that.
    fn wall(&self) -> Timestamp;

    /// How long the machine has been running, asleep or awake.
    fn running(&self) -> Duration;

    /// What tells this run of the machine from every other.
    fn boot(&self) -> String;
}

/// A time that was believed, and when that was by a clock that nobody can set.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Anchor {
    /// Which run of the machine.
    pub boot: String,
    /// How long it had been running.
    pub running: Duration,
    /// The time.
    pub time: Timestamp,
    /// What had to be added to the machine's clock, in seconds.
    pub offset_seconds: i64,
    /// Whether a start in this run of the machine has believed a leap already.
    #[serde(default)]
    pub leapt: bool,
}

struct Held {
    anchor: Timestamp,
    running: Duration,
    /// What is added to the machine's clock, where somebody said that it is wrong.
    offset: SignedDuration,
    looked_at: Duration,
    doubt: Option<Timestamp>,
    /// A start in this run of the machine believed a leap.
    leapt: bool,
}

impl Held {
    fn beginning(machine: &impl Machine, last: Option<&Anchor>, latest: Option<Timestamp>) -> Self {
        let (wall, running) = (machine.wall(), machine.running());
        let offset = SignedDuration::from_secs(last.map_or(0, |last| last.offset_seconds));
        let moved = wall.checked_add(offset).unwrap_or(wall);
        let same_run = last.filter(|last| last.boot == machine.boot() && last.running <= running);
        let known = last.map(|last| last.time).max(latest);
        let mut leapt = same_run.is_some_and(|last| last.leapt);
        let (anchor, offset, doubt) = if let Some(last) = same_run {
            let expected = later(last.time, running - last.running);
            let ahead = wall.duration_since(expected);
            // Put right while the program was not running: once in a run of the machine, so that many starts are no way to
            // a large step.
            let puts_right = !leapt && ahead > OFF_MAX && ahead <= SignedDuration::from_hours(LEAP_HOURS_MAX);
            if is_near(wall, expected) {
                (wall, SignedDuration::ZERO, None)
            } else if is_near(moved, expected) {
                (moved, offset, None)
            } else if puts_right {
                leapt = true;
                (wall, SignedDuration::ZERO, None)
            } else {
                (expected, offset, Some(wall))
            }
        } else if let Some(known) = known {
            let off_max = SignedDuration::from_hours(24 * OFF_DAYS_MAX);
            let fits = |time: Timestamp| {
                let off = time.duration_since(known);
                off >= -OFF_MAX && off <= off_max
            };
            match (fits(wall), fits(moved)) {
                (true, _) => (wall, SignedDuration::ZERO, None),
                (_, true) => (moved, offset, None),
                _ => (known, offset, Some(wall)),
            }
        } else {
            (wall, SignedDuration::ZERO, None)
        };
        Self { anchor, running, offset, looked_at: running, doubt, leapt }
    }
}

/// The machine's clock as long as it goes as a clock goes. When it jumps, time goes on from where it was, and somebody is
/// asked.
pub struct TrustedClock<M> {
    machine: M,
    last: Option<Anchor>,
    held: Mutex<Held>,
}

fn later(time: Timestamp, by: Duration) -> Timestamp {
    let by = SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX);
    time.checked_add(by).unwrap_or(Timestamp::MAX)
}

fn is_near(one: Timestamp, other: Timestamp) -> bool {
    one.duration_since(other).abs() <= OFF_MAX
}

impl<M: Machine> TrustedClock<M> {
    /// A clock that begins with what the machine says, where that fits what is known: the last time that was believed
    /// and, once that is read, the latest line of the log.
    pub fn new(machine: M, last: Option<Anchor>) -> Self {
        let held = Held::beginning(&machine, last.as_ref(), None);
        Self { machine, last, held: Mutex::new(held) }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is to be remembered for the next start.
    pub fn anchor(&self) -> Anchor {
        let held = self.held();
        Anchor {
            boot: self.machine.boot(),
            running: held.running,
            time: held.anchor,
            offset_seconds: held.offset.as_secs(),
            leapt: held.leapt,
        }
    }
}

impl<M: Machine> Clock for TrustedClock<M> {
    fn now(&self) -> Timestamp {
        let running = self.machine.running();
        let mut held = self.held();
        let expected = later(held.anchor, running.saturating_sub(held.running));
        if running.saturating_sub(held.looked_at) < LOOKED_AT_EVERY {
            return expected;
        }
        held.looked_at = running;
        let wall = self.machine.wall();
        let moved = wall.checked_add(held.offset).unwrap_or(wall);
        let (near, offset) = match (is_near(wall, expected), is_near(moved, expected)) {
            (true, _) => (wall, SignedDuration::ZERO),
            (_, true) => (moved, held.offset),
            _ => {
                held.doubt = Some(wall);
                return expected;
            }
        };
        held.doubt = None;
        held.offset = offset;
        if running.saturating_sub(held.running) >= FOLLOWED_EVERY {
            (held.anchor, held.running) = (near, running);
        }
        expected
    }

    fn ticks(&self) -> Duration {
        self.machine.running()
    }

    fn doubt(&self) -> Option<Doubt> {
        let expected = self.now();
        self.held().doubt.map(|machine| Doubt { machine, expected })
    }

    fn log_ends_at(&self, latest: Timestamp) {
        *self.held() = Held::beginning(&self.machine, self.last.as_ref(), Some(latest));
    }

    fn stated(&self, now: Timestamp) {
        let (running, wall) = (self.machine.running(), self.machine.wall());
        let mut held = self.held();
        (held.anchor, held.running, held.looked_at, held.doubt) = (now, running, running, None);
        held.offset = if is_near(wall, now) { SignedDuration::ZERO } else { now.duration_since(wall) };
    }
}

/// A clock that stands where it was put.
#[derive(Debug)]
pub struct FixedClock(Mutex<Timestamp>);

impl FixedClock {
    /// A clock at a moment.
    pub fn fixed(now: Timestamp) -> Self {
        Self(Mutex::new(now))
    }

    /// Puts it elsewhere.
    pub fn put(&self, now: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ticks(&self) -> Duration {
        let since = self.now().duration_since(Timestamp::UNIX_EPOCH);
        since.unsigned_abs()
    }
}
