//! The sessions that are open.

use belisha_setting::PersonId;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A session on an enrolled tablet ends after this long without a page, in minutes.
const TABLET_IDLE_MINUTES_MAX: i64 = 15;
/// A session signed in with a password ends after this long without a page, in minutes.
const PASSWORD_IDLE_MINUTES_MAX: i64 = 60;
/// At most this many sessions are held.
const SESSIONS_MAX: usize = 10_000;

struct Session {
    person: PersonId,
    tablet: bool,
    /// Whoever signed in said that the device is their own.
    own_device: bool,
    seen: Timestamp,
    /// When a second proof was given.
    proved: Option<Timestamp>,
}

/// A second proof holds this long, in minutes.
const PROOF_MINUTES_MAX: i64 = 15;

/// The sessions that are open. They end with the program: everyone signs in again after a restart.
#[derive(Default)]
pub(crate) struct Sessions(Mutex<HashMap<String, Session>>);

fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}

impl Sessions {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Session>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens a session and gives its token.
    pub(crate) fn open(&self, person: PersonId, tablet: bool, own_device: bool, now: Timestamp) -> String {
        let token = format!("{}{}", belisha_ledger::random::id(), belisha_ledger::random::id());
        let mut sessions = self.lock();
        if sessions.len() >= SESSIONS_MAX {
            sessions
                .retain(|_, session| now.duration_since(session.seen) < minutes(PASSWORD_IDLE_MINUTES_MAX));
        }
        if sessions.len() >= SESSIONS_MAX {
            // All are in use: whoever was seen least recently signs in again.
            let oldest =
                sessions.iter().min_by_key(|(_, session)| session.seen).map(|(token, _)| token.clone());
            tracing::warn!("more sessions than are held: the one least recently seen has ended");
            oldest.map(|token| sessions.remove(&token));
        }
        sessions.insert(token.clone(), Session { person, tablet, own_device, seen: now, proved: None });
        token
    }

    /// Who holds a session, whether on a device of their own, and whether their second proof still holds.
    pub(crate) fn find(&self, token: &str, now: Timestamp) -> Option<(PersonId, bool, bool)> {
        let mut sessions = self.lock();
        let session = sessions.get_mut(token)?;
        let idle_max = if session.tablet { TABLET_IDLE_MINUTES_MAX } else { PASSWORD_IDLE_MINUTES_MAX };
        if now.duration_since(session.seen) > minutes(idle_max) {
            sessions.remove(token);
            return None;
        }
        session.seen = now;
        let proved = session.proved.is_some_and(|at| now.duration_since(at) < minutes(PROOF_MINUTES_MAX));
        Some((session.person.clone(), session.own_device, proved))
    }

    /// A second proof was given.
    pub(crate) fn prove(&self, token: &str, now: Timestamp) {
        if let Some(session) = self.lock().get_mut(token) {
            session.proved = Some(now);
        }
    }

    pub(crate) fn close(&self, token: &str) {
        self.lock().remove(token);
    }

    /// Ends every session of somebody, everywhere, at once.
    pub(crate) fn close_all(&self, person: &PersonId) {
        self.lock().retain(|_, session| session.person != *person);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_session_least_recently_seen_ends_when_there_are_too_many() {
        let sessions = Sessions::default();
        let now = |seconds: i64| Timestamp::from_second(seconds).unwrap();
        let person = || PersonId::from("nia");
        let first = sessions.open(person(), false, false, now(0));
        let second = sessions.open(person(), false, false, now(1));
        for _ in 2..SESSIONS_MAX {
            sessions.open(person(), false, false, now(2));
        }
        assert!(sessions.find(&second, now(3)).is_some(), "as many as are held");
        sessions.open(person(), false, false, now(4));
        assert!(sessions.find(&first, now(5)).is_none());
        assert!(sessions.find(&second, now(5)).is_some());
        assert_eq!(sessions.lock().len(), SESSIONS_MAX);
    }
}
