//! Where the shell gets the time from.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

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
        Moment {
            wall_ms: since_1970_ms(SystemTime::now()),
            ticks_ms: u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX),
        }
    }
}

/// Negative before 1970, where the clock of a machine without a battery may stand: taken for 1970, it would be another
/// moment than the one that the owner's clock tells. Far beyond what the number holds, every session is over.
fn since_1970_ms(time: SystemTime) -> i64 {
    let ms = |duration: Duration| i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => ms(since),
        Err(before) => -ms(before.duration()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_before_1970_tells_so() {
        assert_eq!(since_1970_ms(UNIX_EPOCH + Duration::from_millis(1_500)), 1_500);
        assert_eq!(since_1970_ms(UNIX_EPOCH), 0);
        assert_eq!(since_1970_ms(UNIX_EPOCH - Duration::from_millis(1_500)), -1_500);
    }
}
