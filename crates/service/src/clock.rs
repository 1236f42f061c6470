//! Time comes in here.

use jiff::Timestamp;
use std::sync::Mutex;

/// Whatever can say what time it is.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
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
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = now;
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
