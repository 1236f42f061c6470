//! Who is asking: sessions, enrolled tablets, and back-off after wrong secrets.

use crate::app::App;
use crate::error::Problem;
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use belisha_ledger::leaf_hash;
use belisha_setting::people::Person;
use belisha_setting::{Author, Context, DeviceId, PersonId, authority};
use cookie::{Cookie, SameSite, time::Duration};
use data_encoding::HEXLOWER;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::sync::Mutex;

pub(crate) const SESSION: &str = "belisha_session";
pub(crate) const DEVICE: &str = "belisha_device";
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

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}

impl Sessions {
    /// Opens a session and gives its token.
    pub(crate) fn open(&self, person: PersonId, tablet: bool, own_device: bool, now: Timestamp) -> String {
        let token = format!("{}{}", belisha_ledger::random::id(), belisha_ledger::random::id());
        let mut sessions = lock(&self.0);
        if sessions.len() >= SESSIONS_MAX {
            sessions
                .retain(|_, session| now.duration_since(session.seen) < minutes(PASSWORD_IDLE_MINUTES_MAX));
        }
        sessions.insert(token.clone(), Session { person, tablet, own_device, seen: now, proved: None });
        token
    }

    /// Who holds a session, whether on a device of their own, and whether their second proof still holds.
    fn find(&self, token: &str, now: Timestamp) -> Option<(PersonId, bool, bool)> {
        let mut sessions = lock(&self.0);
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
        if let Some(session) = lock(&self.0).get_mut(token) {
            session.proved = Some(now);
        }
    }

    pub(crate) fn close(&self, token: &str) {
        lock(&self.0).remove(token);
    }

    /// Ends every session of somebody, everywhere, at once.
    pub(crate) fn close_all(&self, person: &PersonId) {
        lock(&self.0).retain(|_, session| session.person != *person);
    }
}

/// Wrong secrets lately, by where and who.
#[derive(Default)]
pub(crate) struct Attempts(Mutex<HashMap<String, (u32, Timestamp)>>);

impl Attempts {
    /// How many seconds are left to wait.
    pub(crate) fn wait(&self, key: &str, now: Timestamp) -> Option<i64> {
        let attempts = lock(&self.0);
        let (_, until) = attempts.get(key)?;
        let left = until.duration_since(now).as_secs();
        (left > 0).then_some(left)
    }

    /// A wrong secret: after the third, each doubles the wait, up to a quarter of an hour.
    pub(crate) fn wrong(&self, key: &str, now: Timestamp) {
        let mut attempts = lock(&self.0);
        if attempts.len() > SESSIONS_MAX {
            attempts.retain(|_, (_, until)| *until > now);
        }
        let (count, until) = attempts.entry(key.to_owned()).or_insert((0, now));
        *count += 1;
        let seconds = if *count < 3 { 0 } else { (15_i64 << (*count - 3).min(6)).min(900) };
        *until = now.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(now);
    }

    pub(crate) fn right(&self, key: &str) {
        lock(&self.0).remove(key);
    }
}

/// What a request says of its sender.
#[derive(Debug, Clone)]
pub(crate) struct Asker {
    /// Who is signed in.
    pub(crate) person: Option<PersonId>,
    /// The enrolled tablet it comes from, and whether it stands at the door.
    pub(crate) tablet: Option<(DeviceId, bool)>,
    /// The session's token.
    pub(crate) token: Option<String>,
    /// Whether it comes from a device that whoever signed in called their own.
    pub(crate) own_device: bool,
    /// Whether a second proof was given within the last minutes.
    pub(crate) proved: bool,
}

impl Asker {
    /// The author of what they do.
    ///
    /// # Errors
    /// [`Problem::SignIn`] when nobody is signed in and this is no door tablet.
    pub(crate) fn author(&self) -> Result<Author, Problem> {
        match (&self.person, &self.tablet) {
            (Some(person), _) => Ok(Author::Person(person.clone())),
            (None, Some((device, true))) => Ok(Author::Door(device.clone())),
            _ => Err(Problem::SignIn),
        }
    }
}

/// The value of a cookie that a request brought along.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<Cookie<'a>> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    lines.flat_map(Cookie::split_parse).flatten().find(|cookie| cookie.name() == name)
}

/// The hash under which a tablet's key is on record.
pub(crate) fn key_hash(key: &str) -> String {
    HEXLOWER.encode(&leaf_hash(key.as_bytes()))
}

impl FromRequestParts<App> for Asker {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        // Who asks does not change within a request.
        if let Some(asker) = parts.extensions.get::<Self>() {
            return Ok(asker.clone());
        }
        let now = app.setting.time();
        let token = cookie(&parts.headers, SESSION).map(|cookie| cookie.value().to_owned());
        let held = app.setting.now();
        let session = token.as_deref().and_then(|token| app.sessions.find(token, now));
        let session = session.filter(|(person, ..)| held.state.people.active(person).is_ok());
        let (own_device, proved) =
            session.as_ref().map_or((false, false), |(_, own_device, proved)| (*own_device, *proved));
        let person = session.map(|(person, ..)| person);
        let tablet = cookie(&parts.headers, DEVICE).and_then(|cookie| {
            let (device, key) = cookie.value().split_once('.')?;
            let device = DeviceId::from(device);
            let (door, hash) = held.state.devices.active(&device).ok()?.enrolled.as_ref()?;
            (key_hash(key) == *hash).then_some((device, *door))
        });
        let asker = Self { person, own_device: own_device && tablet.is_none(), tablet, token, proved };
        parts.extensions.insert(asker.clone());
        Ok(asker)
    }
}

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub(crate) struct SignedIn {
    pub(crate) person: PersonId,
    pub(crate) asker: Asker,
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let Ok(asker) = Asker::from_request_parts(parts, app).await;
        let person = asker.person.clone().ok_or(Problem::SignIn)?;
        Ok(Self { person, asker })
    }
}

/// Somebody who leads the setting and is signed in.
pub(crate) struct Leader(pub(crate) SignedIn);

impl FromRequestParts<App> for Leader {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let signed_in = SignedIn::from_request_parts(parts, app).await?;
        let now = app.setting.now();
        let author = Author::Person(signed_in.person.clone());
        let context =
            Context { state: &now.state, policy: &now.policy, now: app.setting.time(), author: &author };
        let leads = |person: &Person| authority::leads(person, &context);
        match now.state.people.all.get(&signed_in.person) {
            Some(person) if leads(person) => {}
            _ => return Err(Problem::Forbidden("This page is for the manager or the deputy.".into())),
        }
        drop(now);
        Ok(Self(signed_in))
    }
}

/// The `Set-Cookie` value of a cookie that scripts cannot read and other sites cannot send.
pub(crate) fn set_cookie(name: &str, value: &str, seconds_max: Option<i64>, secure: bool) -> String {
    let mut cookie =
        Cookie::build((name, value)).path("/").http_only(true).same_site(SameSite::Strict).secure(secure);
    if let Some(seconds) = seconds_max {
        cookie = cookie.max_age(Duration::seconds(seconds));
    }
    cookie.build().to_string()
}
