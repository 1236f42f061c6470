//! What the lines about supervised sessions and permissions to go online fold into.

use crate::record::ids::{ChildId, DeviceId, PersonId, SessionId, SiteId};
use crate::record::private::{Private, Subject};
use crate::record::stamp::Stamp;
use crate::registers::online::event::Event;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Why a session is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// Somebody ended it.
    ByHand,
    /// Its time was up.
    Clock,
    /// Whoever supervised it left, went on a break, or handed over supervising.
    Supervisor,
    /// No child of it is here any more, or none of its devices.
    NobodyLeft,
    /// A parent's permission was taken back.
    Permission,
    /// The day was closed.
    DayClosed,
    /// Another version of the policy was adopted.
    Policy,
}

/// What was looked up in a session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LookedUp {
    /// One name in a line, with how often; none once they were erased.
    pub names: Option<Private>,
    /// How many look-ups were answered.
    pub opened: u32,
    /// How many were refused.
    pub refused: u32,
}

/// Whether parents permit that their child goes online.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Permission {
    /// Whether it is a yes.
    pub yes: bool,
    /// Who gave it.
    pub by: Private,
    /// On which day.
    pub on: Date,
    /// Whether they had been shown the policy by then.
    pub after_shown: bool,
    /// The line of the log.
    pub line: u64,
}

/// For how many days the names that were looked up in a session are kept: no clause says, and a term is enough to ask.
pub const NAMES_KEPT_DAYS: i64 = 92;

/// How many sessions are kept at hand; the older ones are in the log.
const SESSIONS_MAX: usize = 500;

impl End {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::ByHand => "ended by hand",
            Self::Clock => "its time was up",
            Self::Supervisor => "whoever supervised it left, took a break or handed over",
            Self::NobodyLeft => "nobody was left in it, or no device",
            Self::Permission => "a parent’s permission was taken back",
            Self::DayClosed => "the day was closed",
            Self::Policy => "another version of the policy was adopted",
        }
    }
}

/// A supervised session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// Who supervises.
    pub supervisor: PersonId,
    /// On which devices; those put back are gone from here.
    pub devices: Vec<DeviceId>,
    /// With which children; those who left are gone from here.
    pub children: Vec<ChildId>,
    /// What for.
    pub purpose: String,
    /// Of the approved sites, these; all when empty.
    pub sites: Vec<SiteId>,
    /// Since when.
    pub since: Timestamp,
    /// Until when at the latest.
    pub until: Timestamp,
    /// When and why it ended before that.
    pub ended: Option<(Timestamp, End)>,
    /// What was looked up.
    pub looked_up: Option<LookedUp>,
    /// The line of the log.
    pub line: u64,
}

impl Session {
    /// When and why it was over; `None` while it goes on.
    pub fn over(&self, now: Timestamp) -> Option<(Timestamp, End)> {
        self.ended.or((now >= self.until || now < self.since).then_some((self.until, End::Clock)))
    }
}

/// Sessions and permissions.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Online {
    /// By id, the latest of them.
    pub sessions: BTreeMap<SessionId, Session>,
    /// Those of which nothing has said yet that they are over; children come and go past them all day.
    pub going: BTreeSet<SessionId>,
    /// By child.
    pub permissions: BTreeMap<ChildId, Permission>,
    /// How many sessions there were.
    pub count: u64,
}

impl Online {
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        match event.clone() {
            Event::Permitted { child, yes, by, on, after_shown } => {
                if !(yes && after_shown) {
                    self.end_where(line.at, End::Permission, |known| known.children.contains(&child));
                }
                self.permissions.insert(child, Permission { yes, by, on, after_shown, line: line.seq });
            }
            Event::Opened { session, supervisor, devices, children, purpose, sites, until } => {
                let new = Session {
                    supervisor,
                    devices,
                    children,
                    purpose,
                    sites,
                    since: line.at,
                    until,
                    ended: None,
                    looked_up: None,
                    line: line.seq,
                };
                self.going.insert(session.clone());
                self.sessions.insert(session, new);
                self.count += 1;
                if self.sessions.len() > SESSIONS_MAX {
                    // One whose names are still kept stays, until they are erased on their day.
                    let named = |known: &Session| {
                        known.looked_up.as_ref().is_none_or(|looked| looked.names.is_some())
                    };
                    let bare = self.sessions.iter().filter(|(_, known)| !named(known));
                    let oldest = bare.min_by_key(|(_, known)| known.line);
                    let oldest = oldest.map(|(id, _)| id.clone());
                    if let Some(id) = oldest {
                        self.sessions.remove(&id);
                        self.going.remove(&id);
                    }
                }
            }
            Event::Ended { session } => {
                if let Some(known) = self.sessions.get_mut(&session) {
                    known.ended = known.over(line.at).or(Some((line.at, End::ByHand)));
                }
                self.going.remove(&session);
            }
            Event::LookedUp { session, names, opened, refused } => {
                if let Some(known) = self.sessions.get_mut(&session) {
                    known.looked_up = Some(LookedUp { names: Some(names), opened, refused });
                }
            }
            Event::NamesErased { session } => {
                let known = self.sessions.get_mut(&session).and_then(|known| known.looked_up.as_mut());
                if let Some(known) = known {
                    known.names = None;
                }
            }
        }
    }

    pub(crate) fn end_where(&mut self, at: Timestamp, why: End, wanted: impl Fn(&Session) -> bool) {
        self.going.retain(|id| {
            let Some(session) = self.sessions.get_mut(id) else { return false };
            // One whose time was up before ended then, whatever comes afterwards.
            if let Some(over) = session.over(at) {
                session.ended = Some(over);
            } else if wanted(session) {
                session.ended = Some((at, why));
            }
            session.ended.is_none()
        });
    }

    /// A child or a device is gone from every session; one that loses its last of either is over.
    pub(crate) fn gone(&mut self, child: Option<&ChildId>, device: Option<&DeviceId>, at: Timestamp) {
        for id in &self.going {
            if let Some(known) = self.sessions.get_mut(id).filter(|known| known.over(at).is_none()) {
                known.children.retain(|id| Some(id) != child);
                known.devices.retain(|id| Some(id) != device);
            }
        }
        self.end_where(at, End::NobodyLeft, |known| known.children.is_empty() || known.devices.is_empty());
    }

    /// Those that go on.
    pub fn open(&self, now: Timestamp) -> impl Iterator<Item = (&SessionId, &Session)> {
        let known = self.going.iter().filter_map(|id| self.sessions.get_key_value(id));
        known.filter(move |(_, known)| known.over(now).is_none())
    }

    /// The one that a device is in.
    pub fn of_device(&self, device: &str, now: Timestamp) -> Option<(&SessionId, &Session)> {
        self.open(now).find(|(_, known)| known.devices.iter().any(|id| id.as_str() == device))
    }

    /// Those whose names have been kept for long enough.
    pub fn to_forget(&self, now: Timestamp) -> impl Iterator<Item = &SessionId> {
        let old = move |session: &Session| {
            let kept = session.looked_up.as_ref().is_some_and(|looked| looked.names.is_some());
            kept && now.as_second() - session.since.as_second() > NAMES_KEPT_DAYS * 86_400
        };
        self.sessions.iter().filter(move |(_, session)| old(session)).map(|(id, _)| id)
    }

    /// Those that are over with nothing on record of what was looked up.
    pub fn unrecorded(&self, now: Timestamp) -> impl Iterator<Item = (&SessionId, &Session)> {
        let over = move |session: &Session| session.over(now).is_some() && session.looked_up.is_none();
        self.sessions.iter().filter(move |(_, session)| over(session))
    }
}

/// The subject under whose key the names of a session are sealed: none that a person, a child or the setting has.
pub fn names_of(session: &SessionId) -> NamesLookedUp<'_> {
    NamesLookedUp(session)
}

/// The names that were looked up in a session.
#[derive(Debug, Clone, Copy)]
pub struct NamesLookedUp<'a>(&'a SessionId);

impl Subject for NamesLookedUp<'_> {
    fn key_name(&self) -> String {
        format!("session:{}", self.0)
    }
}
