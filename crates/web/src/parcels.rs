//! Parcels between being sealed and being fetched: in memory only, for a few minutes, for whoever sealed them.

use belisha_setting::PersonId;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// A parcel waits this long to be fetched, in minutes.
const KEPT_MINUTES_MAX: i64 = 15;
/// At most this many wait at once; each may be 35 MB as a page.
const WAITING_MAX: usize = 4;

struct Waiting {
    page: Arc<str>,
    of: PersonId,
    since: Timestamp,
}

/// The parcels that wait.
#[derive(Default)]
pub(crate) struct Parcels(Mutex<BTreeMap<String, Waiting>>);

impl Parcels {
    /// Keeps a parcel for its sender. The oldest goes when there are too many.
    pub(crate) fn keep(&self, id: String, page: String, of: PersonId, now: Timestamp) {
        let mut waiting = self.lock(now);
        while waiting.len() >= WAITING_MAX {
            let oldest = waiting.iter().min_by_key(|(_, there)| there.since).map(|(id, _)| id.clone());
            let Some(oldest) = oldest else { break };
            waiting.remove(&oldest);
        }
        waiting.insert(id, Waiting { page: page.into(), of, since: now });
    }

    /// The parcel, for its sender alone, while it is kept.
    pub(crate) fn fetch(&self, id: &str, of: &PersonId, now: Timestamp) -> Option<Arc<str>> {
        let waiting = self.lock(now);
        waiting.get(id).filter(|there| there.of == *of).map(|there| there.page.clone())
    }

    fn lock(&self, now: Timestamp) -> std::sync::MutexGuard<'_, BTreeMap<String, Waiting>> {
        let mut waiting = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let kept = SignedDuration::from_mins(KEPT_MINUTES_MAX);
        waiting.retain(|_, there| now.duration_since(there.since) <= kept);
        waiting
    }
}
