//! The waiting after wrong secrets.

use belisha_ledger::leaf_hash;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// At most this many are remembered.
const ATTEMPTS_MAX: usize = 10_000;
/// After this long without a wrong one, those before are forgotten, in seconds.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(60 * 60);
/// The longest wait, in seconds.
const WAIT_SECONDS_MAX: u64 = 900;
/// The first wait, in seconds; each further one is twice as long.
const WAIT_SECONDS_FIRST: u64 = 15;
/// So many tries before somebody waits.
const FREE_TRIES: u32 = 3;
/// So many tries from one place, whoever they are for, before everybody there waits.
const FREE_TRIES_FROM_PLACE: u32 = 30;

/// What is tried: a secret of somebody at a place, or anything at all from a place. Held as a hash, so that a long name
/// takes no more memory than a short one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Try([u8; 32], u32);

impl Try {
    /// Somebody's secret, tried at a place.
    pub(crate) fn of_person(person: &str, place: &str) -> Self {
        Self(leaf_hash(format!("person\0{place}\0{person}").as_bytes()), FREE_TRIES)
    }

    /// Whatever is tried at a place.
    pub(crate) fn from_place(place: &str) -> Self {
        Self(leaf_hash(format!("place\0{place}").as_bytes()), FREE_TRIES_FROM_PLACE)
    }
}

/// Whether a wait begins with this try, where it is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wait {
    None,
    Begins,
}

struct Tried {
    count: u32,
    until: Duration,
    last: Duration,
}

/// Wrong secrets lately, by what was tried. Measured by a clock that does not jump.
#[derive(Default)]
pub(crate) struct Attempts(Mutex<HashMap<Try, Tried>>);

impl Attempts {
    fn lock(&self) -> MutexGuard<'_, HashMap<Try, Tried>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a try before the secret is compared: many at once are counted one by one. A right one is taken back.
    ///
    /// # Errors
    /// How many seconds are left to wait; nothing was counted.
    pub(crate) fn begin(&self, tries: &[Try], now: Duration) -> Result<Wait, u64> {
        let mut attempts = self.lock();
        let left = |tried: &Tried| tried.until.saturating_sub(now).as_secs_f64().ceil();
        let waits = tries.iter().filter_map(|one| attempts.get(one)).map(left).fold(0.0, f64::max);
        if waits > 0.0 {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "at most a quarter of an hour"
            )]
            return Err(waits as u64);
        }
        let mut begins = false;
        for one in tries {
            if attempts.len() >= ATTEMPTS_MAX {
                make_room(&mut attempts, now);
            }
            let tried = attempts.entry(*one).or_insert(Tried { count: 0, until: now, last: now });
            if now.saturating_sub(tried.last) > FORGOTTEN_AFTER {
                tried.count = 0;
            }
            (tried.count, tried.last) = (tried.count.saturating_add(1), now);
            tried.until = now + wait(tried.count, one.1);
            begins |= tried.until > now;
        }
        Ok(if begins { Wait::Begins } else { Wait::None })
    }

    /// It was right: this person's count at this place is forgotten, and of the place's this one.
    pub(crate) fn right(&self, tries: &[Try]) {
        let mut attempts = self.lock();
        for one in tries {
            if one.1 == FREE_TRIES {
                attempts.remove(one);
            } else if let Some(tried) = attempts.get_mut(one) {
                tried.count = tried.count.saturating_sub(1);
                tried.until = tried.last;
            }
        }
    }
}

fn wait(count: u32, free: u32) -> Duration {
    let Some(over) = count.checked_sub(free) else { return Duration::ZERO };
    Duration::from_secs((WAIT_SECONDS_FIRST << over.min(6)).min(WAIT_SECONDS_MAX))
}

/// Those that need not wait any more go, and where there are none, the one tried least recently.
fn make_room(attempts: &mut HashMap<Try, Tried>, now: Duration) {
    attempts.retain(|_, tried| tried.until > now);
    if attempts.len() >= ATTEMPTS_MAX {
        let oldest = attempts.iter().min_by_key(|(_, tried)| tried.last).map(|(one, _)| *one);
        oldest.map(|one| attempts.remove(&one));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(1_000_000 + seconds)
    }

    #[test]
    fn the_third_try_is_the_last_before_a_wait_that_doubles() {
        let (attempts, one) = (Attempts::default(), [Try::of_person("nia", "tab")]);
        for _ in 0..3 {
            assert!(attempts.begin(&one, at(0)).is_ok());
        }
        assert_eq!(attempts.begin(&one, at(0)), Err(15), "all at once or one by one");
        assert_eq!(attempts.begin(&one, at(15)), Ok(Wait::Begins));
        assert_eq!(attempts.begin(&one, at(16)), Err(29));
        assert_eq!(
            attempts.begin(&[Try::of_person("nia", "another")], at(16)),
            Ok(Wait::None),
            "elsewhere nobody waits"
        );
        attempts.right(&one);
        assert_eq!(attempts.begin(&one, at(16)), Ok(Wait::None));
    }

    #[test]
    fn a_place_that_tries_everybody_waits_and_its_own_right_one_does_not_help_it() {
        let attempts = Attempts::default();
        let mut refused = 0;
        for number in 0..100 {
            let tries = [Try::of_person(&format!("p{number}"), "out"), Try::from_place("out")];
            refused += usize::from(attempts.begin(&tries, at(0)).is_err());
        }
        assert_eq!(refused, 70);
        attempts.right(&[Try::of_person("me", "out"), Try::from_place("out")]);
        assert_eq!(
            attempts.begin(&[Try::of_person("p7", "out"), Try::from_place("out")], at(0)),
            Ok(Wait::Begins)
        );
        assert!(attempts.begin(&[Try::of_person("p8", "out"), Try::from_place("out")], at(0)).is_err());
    }

    #[test]
    fn no_more_are_remembered_than_fit() {
        let attempts = Attempts::default();
        for number in 0..ATTEMPTS_MAX + 50 {
            let one = [Try::of_person(&"n".repeat(number), "out")];
            assert!(attempts.begin(&one, at(1)).is_ok());
        }
        assert!(attempts.lock().len() <= ATTEMPTS_MAX);
    }
}
