//! Where the shell gets the time from.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use crate::rule::Moment;

/// Tells the time both ways.
pub trait Clock: Send + Sync + 'static {
    /// The moment now.
    fn now(&self) -> Moment;
}

impl<F: Fn() -> Moment + Send + Sync + 'static> Clock for F {
    fn now(&self) -> Moment {
        self()
    }
}

/// The clocks of the machine.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock {
    start: Instant,
}

impl SystemClock {
    /// Starts the ticks.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "a clock of the shell, for owners that have none of their own"
    )]
    pub fn start() -> SystemClock {
        SystemClock { start: Instant::now() }
    }
}

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "a clock of the shell, for owners that have none of their own"
    )]
    fn now(&self) -> Moment {
        let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Moment {
            wall_ms: i64::try_from(wall.as_millis()).unwrap_or(i64::MAX),
            ticks_ms: u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX),
        }
    }
}
