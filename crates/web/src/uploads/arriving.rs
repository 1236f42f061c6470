//! The files that are arriving, and how many each person may have on their way.

use belisha_setting::PersonId;
use belisha_vault::{RECORDING_BYTES_MAX, Spool};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Mutex as HeldMutex;

/// At most this many files arrive at once.
const UPLOADS_MAX: usize = 64;
/// At most this many of one person: nobody keeps the others from taking pictures in.
const OWN_UPLOADS_MAX: usize = 8;
/// What one person has on its way takes this much of the disk at most: two recordings of the longest.
const OWN_BYTES_MAX: u64 = 2 * RECORDING_BYTES_MAX;
/// A file that stopped arriving is let go of after this long.
const IDLE_MAX: Duration = Duration::from_secs(60 * 60);
/// A file of one's own that stopped arriving makes room for another after this long: the page was closed.
const OWN_IDLE_MAX: Duration = Duration::from_secs(2 * 60);

struct Upload {
    person: PersonId,
    /// Held while a piece is written, so that a request that ends early leaves what it wrote.
    spool: Arc<HeldMutex<Spool>>,
    /// How much of it has arrived, and is about to.
    bytes: Arc<AtomicU64>,
    seen: Duration,
}

impl Upload {
    fn is_idle(&self, than: Duration, now: Duration) -> bool {
        Arc::strong_count(&self.spool) == 1 && now.saturating_sub(self.seen) > than
    }
}

/// Why a file cannot begin to arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Full {
    /// As many arrive as may at once, of everybody.
    All,
    /// As many arrive as may at once of one person.
    Own,
}

/// A file to write the next piece of.
pub(super) struct Writable {
    pub(super) spool: Arc<HeldMutex<Spool>>,
    bytes: Arc<AtomicU64>,
    /// What else the same person has on its way, in bytes.
    beside: u64,
}

impl Writable {
    /// Whether so many bytes more are within what one person may have on its way; they count from now on.
    pub(super) fn takes(&self, more: u64) -> bool {
        let before = self.bytes.fetch_add(more, Ordering::Relaxed);
        self.beside + before + more <= OWN_BYTES_MAX
    }
}

/// The files that are arriving. They end with the program: nobody else has the keys of what arrived. Waiting is measured
/// by a clock that does not jump.
#[derive(Default)]
pub(crate) struct Arriving(Mutex<HashMap<String, Upload>>);

impl Arriving {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Upload>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a file and gives its id.
    ///
    /// # Errors
    /// [`Full`] when too many are arriving.
    pub(super) fn begin(&self, person: PersonId, spool: Spool, now: Duration) -> Result<String, Full> {
        let mut all = self.lock();
        all.retain(|_, upload| !upload.is_idle(IDLE_MAX, now));
        let own = |all: &HashMap<String, Upload>| all.values().filter(|known| known.person == person).count();
        if own(&all) >= OWN_UPLOADS_MAX {
            all.retain(|_, upload| upload.person != person || !upload.is_idle(OWN_IDLE_MAX, now));
        }
        if own(&all) >= OWN_UPLOADS_MAX {
            return Err(Full::Own);
        }
        if all.len() >= UPLOADS_MAX {
            return Err(Full::All);
        }
        let id = belisha_ledger::random::id();
        let spool = Arc::new(HeldMutex::new(spool));
        all.insert(id.clone(), Upload { person, spool, bytes: Arc::default(), seen: now });
        Ok(id)
    }

    /// A file that somebody began, to write the next piece of it.
    pub(super) fn writable(&self, id: &str, person: &PersonId, now: Duration) -> Option<Writable> {
        let mut all = self.lock();
        let beside = all.iter().filter(|(known, upload)| *known != id && upload.person == *person);
        let beside = beside.map(|(_, upload)| upload.bytes.load(Ordering::Relaxed)).sum();
        let upload = all.get_mut(id).filter(|upload| upload.person == *person)?;
        upload.seen = now;
        Some(Writable { spool: upload.spool.clone(), bytes: upload.bytes.clone(), beside })
    }

    /// Takes out a file that somebody began, unless a piece of it is being written.
    pub(crate) fn take(&self, id: &str, person: &PersonId) -> Option<Spool> {
        let mut all = self.lock();
        all.get(id).filter(|upload| upload.person == *person && Arc::strong_count(&upload.spool) == 1)?;
        let spool = all.remove(id)?.spool;
        Arc::into_inner(spool).map(HeldMutex::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use belisha_vault::{Config, Vault};

    const fn minutes(count: u64) -> Duration {
        Duration::from_secs(60 * count)
    }

    #[test]
    fn nobody_keeps_the_others_from_taking_pictures_in() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::open(Config::folder(folder.path())).unwrap();
        let arriving = Arriving::default();
        let begin =
            |who: &'static str, at| arriving.begin(PersonId::from(who), vault.spool().unwrap(), minutes(at));
        let first = begin("nia", 0).unwrap();
        for _ in 1..OWN_UPLOADS_MAX {
            begin("nia", 0).unwrap();
        }
        assert_eq!(begin("nia", 1), Err(Full::Own));
        assert!(begin("oli", 1).is_ok());
        // One that goes on stays; those that stopped make room for her next one.
        assert!(arriving.writable(&first, &"nia".into(), minutes(2)).is_some());
        assert!(begin("nia", 3).is_ok());
        assert!(arriving.writable(&first, &"nia".into(), minutes(3)).is_some());
        assert!(arriving.writable(&first, &"oli".into(), minutes(3)).is_none(), "hers alone");
        assert_eq!(arriving.lock().values().filter(|upload| upload.person.as_str() == "nia").count(), 2);
    }

    #[test]
    fn one_person_fills_no_disk() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::open(Config::folder(folder.path())).unwrap();
        let (arriving, nia) = (Arriving::default(), PersonId::from("nia"));
        let begin = || arriving.begin(nia.clone(), vault.spool().unwrap(), minutes(0)).unwrap();
        let (one, other) = (begin(), begin());
        let writable = |id: &str| arriving.writable(id, &nia, minutes(0)).unwrap();
        assert!(writable(&one).takes(OWN_BYTES_MAX - 10));
        assert!(writable(&other).takes(10));
        assert!(!writable(&other).takes(1));
        drop(arriving.take(&one, &nia).unwrap());
        assert!(writable(&other).takes(1));
    }
}
