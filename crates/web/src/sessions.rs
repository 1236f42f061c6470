//! The sessions that are open.

use belisha_setting::people::Secret;
use belisha_setting::{DeviceId, PersonId};
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

const fn minutes(count: u64) -> Duration {
    Duration::from_secs(60 * count)
}

/// A session on an enrolled tablet ends after this long without use.
const TABLET_IDLE_MAX: Duration = minutes(15);
/// A session on the tablet at the door ends after this long without use: the next who comes by sees nothing of it.
const DOOR_IDLE_MAX: Duration = minutes(2);
/// A session signed in with a password ends after this long without use.
const PASSWORD_IDLE_MAX: Duration = minutes(60);
/// Every session ends after this long, however much it is used: a working day.
const SESSION_MAX: Duration = minutes(12 * 60);
/// A second proof holds this long.
const PROOF_MAX: Duration = minutes(15);
/// At most this many sessions are held.
const SESSIONS_MAX: usize = 10_000;

/// Whose session it is, and where.
#[derive(Debug, Clone)]
pub(crate) struct Opened {
    pub(crate) person: PersonId,
    /// The enrolled tablet that it was opened on: it serves there and nowhere else.
    pub(crate) tablet: Option<DeviceId>,
    /// Whether that tablet stands at the door.
    pub(crate) door: bool,
    /// Whoever signed in said that the device is their own.
    pub(crate) own_device: bool,
    /// By which secret.
    pub(crate) by: Secret,
    /// The time, for the list of sessions.
    pub(crate) at: Timestamp,
}

struct Session {
    opened: Opened,
    since: Duration,
    used: Duration,
    /// When a second proof was given.
    proved: Option<Duration>,
}

impl Session {
    fn is_over(&self, now: Duration) -> bool {
        let idle_max = match (&self.opened.tablet, self.opened.door) {
            (_, true) => DOOR_IDLE_MAX,
            (Some(_), false) => TABLET_IDLE_MAX,
            (None, false) => PASSWORD_IDLE_MAX,
        };
        now.saturating_sub(self.used) > idle_max || now.saturating_sub(self.since) > SESSION_MAX
    }
}

/// Who holds a session.
#[derive(Debug, Clone)]
pub(crate) struct Holder {
    pub(crate) person: PersonId,
    pub(crate) own_device: bool,
    /// By which secret they signed in.
    pub(crate) by: Secret,
    /// Whether their second proof still holds.
    pub(crate) proved: bool,
}

/// What a request says of where it comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct From<'a> {
    /// The enrolled tablet.
    pub(crate) tablet: Option<&'a DeviceId>,
    /// Whether somebody did something: a page that keeps itself up to date does not.
    pub(crate) is_use: bool,
}

/// The sessions that are open, measured by a clock that does not jump. They end with the program: everyone signs in again
/// after a restart.
#[derive(Default)]
pub(crate) struct Sessions(Mutex<HashMap<String, Session>>);

impl Sessions {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Session>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens a session and gives its token; the one before in the same browser ends.
    pub(crate) fn open(&self, opened: Opened, before: Option<&str>, now: Duration) -> String {
        let token = format!("{}{}", belisha_ledger::random::id(), belisha_ledger::random::id());
        let mut sessions = self.lock();
        before.map(|before| sessions.remove(before));
        if sessions.len() >= SESSIONS_MAX {
            sessions.retain(|_, session| !session.is_over(now));
        }
        if sessions.len() >= SESSIONS_MAX {
            // All are in use: whoever was seen least recently signs in again.
            let oldest =
                sessions.iter().min_by_key(|(_, session)| session.used).map(|(token, _)| token.clone());
            tracing::warn!("more sessions than are held: the one least recently used has ended");
            oldest.map(|token| sessions.remove(&token));
        }
        sessions.insert(token.clone(), Session { opened, since: now, used: now, proved: None });
        token
    }

    /// Who holds a session. One that was opened on a tablet serves on that tablet alone, as long as it is enrolled.
    pub(crate) fn find(&self, token: &str, from: From<'_>, now: Duration) -> Option<Holder> {
        let mut sessions = self.lock();
        let session = sessions.get_mut(token)?;
        let elsewhere = session.opened.tablet.is_some() && session.opened.tablet.as_ref() != from.tablet;
        if elsewhere || session.is_over(now) {
            sessions.remove(token);
            return None;
        }
        if from.is_use {
            session.used = now;
        }
        let proved = session.proved.is_some_and(|at| now.saturating_sub(at) < PROOF_MAX);
        let Opened { person, own_device, by, .. } = &session.opened;
        Some(Holder { person: person.clone(), own_device: *own_device, by: *by, proved })
    }

    /// A second proof was given.
    pub(crate) fn prove(&self, token: &str, now: Duration) {
        if let Some(session) = self.lock().get_mut(token) {
            session.proved = Some(now);
        }
    }

    pub(crate) fn close(&self, token: &str) {
        self.lock().remove(token);
    }

    /// Ends every session of somebody, everywhere, at once; but the one that is named.
    pub(crate) fn close_all(&self, person: &PersonId, but: Option<&str>) {
        self.lock().retain(|token, session| session.opened.person != *person || Some(token.as_str()) == but);
    }

    /// The open sessions of somebody, the latest first.
    pub(crate) fn of(&self, person: &PersonId, now: Duration) -> Vec<Opened> {
        let sessions = self.lock();
        let open =
            sessions.values().filter(|session| session.opened.person == *person && !session.is_over(now));
        let mut open: Vec<Opened> = open.map(|session| session.opened.clone()).collect();
        open.sort_by_key(|opened| std::cmp::Reverse(opened.at));
        open
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(tablet: Option<&'static str>) -> Opened {
        let at = Timestamp::UNIX_EPOCH;
        let by = if tablet.is_some() { Secret::Pin } else { Secret::Password };
        Opened {
            person: "nia".into(),
            tablet: tablet.map(DeviceId::from),
            door: false,
            own_device: false,
            by,
            at,
        }
    }

    const USE: From<'_> = From { tablet: None, is_use: true };

    #[test]
    fn the_session_least_recently_used_ends_when_there_are_too_many() {
        let sessions = Sessions::default();
        let first = sessions.open(opened(None), None, minutes(0));
        let second = sessions.open(opened(None), None, minutes(1));
        for _ in 2..SESSIONS_MAX {
            sessions.open(opened(None), None, minutes(2));
        }
        assert!(sessions.find(&second, USE, minutes(3)).is_some(), "as many as are held");
        sessions.open(opened(None), None, minutes(4));
        assert!(sessions.find(&first, USE, minutes(5)).is_none());
        assert!(sessions.find(&second, USE, minutes(5)).is_some());
        assert_eq!(sessions.lock().len(), SESSIONS_MAX);
    }

    #[test]
    fn a_page_that_refreshes_itself_keeps_nobody_signed_in() {
        let (sessions, tablet) = (Sessions::default(), DeviceId::from("tab"));
        let token = sessions.open(opened(Some("tab")), None, minutes(0));
        let from = |is_use| From { tablet: Some(&tablet), is_use };
        assert!(sessions.find(&token, from(false), minutes(10)).is_some());
        assert!(sessions.find(&token, from(false), minutes(16)).is_none());
    }

    #[test]
    fn no_session_outlives_a_working_day() {
        let sessions = Sessions::default();
        let token = sessions.open(opened(None), None, minutes(0));
        assert!((0..72).all(|ten| sessions.find(&token, USE, minutes(10 * ten)).is_some()));
        assert!(sessions.find(&token, USE, minutes(721)).is_none());
    }

    #[test]
    fn a_session_of_a_tablet_serves_on_that_tablet_as_long_as_it_is_enrolled() {
        let (sessions, tablet, other) = (Sessions::default(), DeviceId::from("tab"), DeviceId::from("tab2"));
        for wrong in [None, Some(&other)] {
            let token = sessions.open(opened(Some("tab")), None, minutes(0));
            assert!(
                sessions.find(&token, From { tablet: Some(&tablet), is_use: true }, minutes(1)).is_some()
            );
            assert!(sessions.find(&token, From { tablet: wrong, is_use: true }, minutes(1)).is_none());
            assert!(
                sessions.find(&token, From { tablet: Some(&tablet), is_use: true }, minutes(1)).is_none()
            );
        }
    }

    #[test]
    fn all_sessions_of_somebody_end_but_the_one_they_hold() {
        let sessions = Sessions::default();
        let (one, two) =
            (sessions.open(opened(None), None, minutes(0)), sessions.open(opened(None), None, minutes(0)));
        sessions.close_all(&"nia".into(), Some(&two));
        assert!(
            sessions.find(&one, USE, minutes(1)).is_none() && sessions.find(&two, USE, minutes(1)).is_some()
        );
        assert_eq!(sessions.of(&"nia".into(), minutes(1)).len(), 1);
    }
}
