//! How much one tablet at the door, or one person, may put on record within a while: nobody fills the log, and nobody's
//! concern is ever turned away for it.

use belisha_setting::Author;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Over this long it is counted.
const SPAN: Duration = Duration::from_secs(10 * 60);
/// So many commands from the tablet at the door: forty families come and go, each with two taps, and visitors.
const DOOR_MAX: u32 = 120;
/// So many of one person: a day is closed, a list is gone through, a tap a second for ten minutes.
const PERSON_MAX: u32 = 600;
/// So many concerns from the tablet at the door, where nobody is signed in: more would bury the real ones. Whoever signs in
/// is counted apart.
const DOOR_CONCERNS_MAX: u32 = 20;
/// So many concerns of one person.
const PERSON_CONCERNS_MAX: u32 = 60;

/// What was done lately, by author, measured by a clock that does not jump.
#[derive(Default)]
pub(crate) struct Quotas(Mutex<HashMap<String, (Duration, u32)>>);

impl Quotas {
    /// Whether an author may do one thing more, or raise one concern more: these are counted by themselves, so that
    /// nothing else turns one away. It counts from now on. Otherwise the seconds until they may.
    pub(crate) fn take(&self, author: &Author, concern: bool, now: Duration) -> Result<(), u64> {
        let (whose, others, concerns) = match author {
            Author::Door(device) => (format!("door {device}"), DOOR_MAX, DOOR_CONCERNS_MAX),
            Author::Person(person) => (format!("person {person}"), PERSON_MAX, PERSON_CONCERNS_MAX),
            // A family answers on its own link, which the page counts; the program does what it must.
            Author::Family(_) | Author::Program => return Ok(()),
        };
        let (key, most) = if concern { (format!("concerns {whose}"), concerns) } else { (whose, others) };
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, (since, _)| now.saturating_sub(*since) < SPAN);
        let (since, count) = all.entry(key).or_insert((now, 0));
        if *count >= most {
            return Err(SPAN.saturating_sub(now.saturating_sub(*since)).as_secs().max(1));
        }
        *count += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_door_and_a_person_are_counted_apart_and_anew_after_a_while() {
        let (quotas, door) = (Quotas::default(), Author::Door("tablet-1".into()));
        let at = Duration::from_secs;
        assert!((0..DOOR_MAX).all(|_| quotas.take(&door, false, at(0)).is_ok()));
        assert_eq!(quotas.take(&door, false, at(60)), Err(540));
        assert!(quotas.take(&Author::Door("tablet-2".into()), false, at(60)).is_ok());
        assert!(quotas.take(&Author::Person("nia".into()), false, at(60)).is_ok());
        assert!(
            (0..DOOR_CONCERNS_MAX).all(|_| quotas.take(&door, true, at(60)).is_ok()),
            "whatever else was done"
        );
        assert!(quotas.take(&door, true, at(60)).is_err());
        assert!(quotas.take(&door, false, at(600)).is_ok());
    }
}
