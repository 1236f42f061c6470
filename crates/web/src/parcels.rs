//! Parcels between being sealed and being fetched: for a few minutes, for whoever sealed them; in memory, and a large
//! export in a file without a name.

use crate::outgoing::Outgoing;
use belisha_setting::PersonId;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// A parcel waits this long to be fetched, in minutes.
const KEPT_MINUTES_MAX: i64 = 15;
/// At most this many wait at once; each may be 35 MB as a page.
const WAITING_MAX: usize = 4;

/// What was sealed.
#[derive(Clone)]
pub(crate) enum Parcel {
    /// A page that opens itself.
    Page(Arc<str>),
    /// A ZIP archive of such pages, and of what is beside them.
    Archive(Arc<Outgoing>),
}

struct Waiting {
    parcel: Parcel,
    of: PersonId,
    since: Timestamp,
}

/// The parcels that wait.
#[derive(Default)]
pub(crate) struct Parcels(Mutex<BTreeMap<String, Waiting>>);

impl Parcels {
    /// Keeps a parcel for its sender. The oldest goes when there are too many.
    pub(crate) fn keep(&self, id: String, parcel: Parcel, of: PersonId, now: Timestamp) {
        let mut waiting = self.lock(now);
        while waiting.len() >= WAITING_MAX {
            let oldest = waiting.iter().min_by_key(|(_, known)| known.since).map(|(id, _)| id.clone());
            let Some(oldest) = oldest else { break };
            waiting.remove(&oldest);
        }
        waiting.insert(id, Waiting { parcel, of, since: now });
    }

    /// The parcel, for its sender alone, while it is kept.
    pub(crate) fn fetch(&self, id: &str, of: &PersonId, now: Timestamp) -> Option<Parcel> {
        let waiting = self.lock(now);
        waiting.get(id).filter(|known| known.of == *of).map(|known| known.parcel.clone())
    }

    fn lock(&self, now: Timestamp) -> std::sync::MutexGuard<'_, BTreeMap<String, Waiting>> {
        let mut waiting = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let kept = SignedDuration::from_mins(KEPT_MINUTES_MAX);
        waiting.retain(|_, known| now.duration_since(known.since) <= kept);
        waiting
    }
}
