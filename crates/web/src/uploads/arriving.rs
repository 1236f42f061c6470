//! The files that are arriving.

use belisha_setting::PersonId;
use belisha_vault::Spool;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Mutex as HeldMutex;

/// At most this many files arrive at once.
const UPLOADS_MAX: usize = 64;
/// A file that stopped arriving is let go of after this many minutes.
const IDLE_MINUTES_MAX: i64 = 60;

struct Upload {
    person: PersonId,
    /// Held while a piece is written, so that a request that ends early leaves what it wrote.
    spool: Arc<HeldMutex<Spool>>,
    seen: Timestamp,
}

/// The files that are arriving. They end with the program: nobody else has the keys of what arrived.
#[derive(Default)]
pub(crate) struct Arriving(Mutex<HashMap<String, Upload>>);

impl Arriving {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Upload>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a file and gives its id; nothing when too many are arriving.
    pub(super) fn begin(&self, person: PersonId, spool: Spool, now: Timestamp) -> Option<String> {
        let mut all = self.lock();
        all.retain(|_, upload| now.duration_since(upload.seen) < SignedDuration::from_mins(IDLE_MINUTES_MAX));
        if all.len() >= UPLOADS_MAX {
            return None;
        }
        let id = belisha_ledger::random::id();
        all.insert(id.clone(), Upload { person, spool: Arc::new(HeldMutex::new(spool)), seen: now });
        Some(id)
    }

    /// A file that somebody began, to write the next piece of it.
    pub(super) fn spool(&self, id: &str, person: &PersonId, now: Timestamp) -> Option<Arc<HeldMutex<Spool>>> {
        let mut all = self.lock();
        let upload = all.get_mut(id).filter(|upload| upload.person == *person)?;
        upload.seen = now;
        Some(upload.spool.clone())
    }

    /// Takes out a file that somebody began, unless a piece of it is being written.
    pub(crate) fn take(&self, id: &str, person: &PersonId) -> Option<Spool> {
        let mut all = self.lock();
        all.get(id).filter(|upload| upload.person == *person && Arc::strong_count(&upload.spool) == 1)?;
        let spool = all.remove(id)?.spool;
        Arc::into_inner(spool).map(HeldMutex::into_inner)
    }
}
