//! The waiting after wrong secrets.

use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// When more than this many are remembered, those that need not wait are forgotten.
const ATTEMPTS_MAX: usize = 10_000;

/// Wrong secrets lately, by where and who.
#[derive(Default)]
pub(crate) struct Attempts(Mutex<HashMap<String, (u32, Timestamp)>>);

impl Attempts {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, (u32, Timestamp)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many seconds are left to wait.
    pub(crate) fn wait(&self, key: &str, now: Timestamp) -> Option<i64> {
        let attempts = self.lock();
        let (_, until) = attempts.get(key)?;
        let left = until.duration_since(now).as_secs();
        (left > 0).then_some(left)
    }

    /// A wrong secret: after the third, each doubles the wait, up to a quarter of an hour.
    pub(crate) fn wrong(&self, key: &str, now: Timestamp) {
        let mut attempts = self.lock();
        if attempts.len() > ATTEMPTS_MAX {
            attempts.retain(|_, (_, until)| *until > now);
        }
        let (count, until) = attempts.entry(key.to_owned()).or_insert((0, now));
        *count += 1;
        let seconds = if *count < 3 { 0 } else { (15_i64 << (*count - 3).min(6)).min(900) };
        *until = now.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MAX);
    }

    pub(crate) fn right(&self, key: &str) {
        self.lock().remove(key);
    }
}
