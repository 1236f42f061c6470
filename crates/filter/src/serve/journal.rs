//! What watched devices looked up: counted, bounded, and taken away by the owner.

use std::hash::BuildHasher;
use std::sync::{Arc, Mutex, PoisonError};

use hashbrown::HashTable;

use crate::name::Name;
use crate::rule::{Moment, Profile, Reason};
use crate::table::RefusalCause;

/// The most different look-ups that one journal keeps between two visits of the owner.
const ENTRIES_MAX: usize = 4096;

/// A name that a device looked up, and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The device, as its profile calls it.
    pub device: Arc<str>,
    /// The session that it was in.
    pub session: Option<Arc<str>>,
    /// What it looked up.
    pub name: Name,
    /// Why it was refused; nothing when it was resolved.
    pub why: Option<RefusalCause>,
    /// The words of the refusal.
    pub reason: Option<Arc<Reason>>,
    /// How often, since the owner last took the journal away.
    pub count: u64,
    /// When last.
    pub last: Moment,
}

impl Seen {
    fn is(&self, profile: &Profile, name: &Name, why: Option<RefusalCause>) -> bool {
        self.why == why
            && self.name == *name
            && self.device == profile.device
            && self.session == profile.session
    }
}

/// A journal of one thread; nobody else waits for it but the owner.
#[derive(Default)]
pub(super) struct Journal {
    entries: Mutex<HashTable<Seen>>,
    hasher: foldhash::fast::RandomState,
}

impl Journal {
    pub(super) fn note(
        &self,
        profile: &Profile,
        name: &Name,
        refusal: Option<(RefusalCause, Option<&Arc<Reason>>)>,
        now: Moment,
    ) {
        if !profile.watch {
            return;
        }
        let why = refusal.map(|(why, _)| why);
        let hash = self.hash(&profile.device, profile.session.as_ref(), name, why);
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(seen) = entries.find_mut(hash, |seen| seen.is(profile, name, why)) {
            seen.count += 1;
            seen.last = now;
            return;
        }
        if entries.len() >= ENTRIES_MAX {
            return;
        }
        let seen = Seen {
            device: profile.device.clone(),
            session: profile.session.clone(),
            name: *name,
            why,
            reason: refusal.and_then(|(_, reason)| reason.cloned()),
            count: 1,
            last: now,
        };
        entries.insert_unique(hash, seen, |seen| {
            self.hash(&seen.device, seen.session.as_ref(), &seen.name, seen.why)
        });
    }

    pub(super) fn take(&self) -> impl Iterator<Item = Seen> {
        std::mem::take(&mut *self.entries.lock().unwrap_or_else(PoisonError::into_inner)).into_iter()
    }

    fn hash(
        &self,
        device: &Arc<str>,
        session: Option<&Arc<str>>,
        name: &Name,
        why: Option<RefusalCause>,
    ) -> u64 {
        self.hasher.hash_one((device, session, name, why))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_is_bounded_however_many_names_there_are() {
        let journal = Journal::default();
        let mut profile = Profile::shut("tablet", Reason::new("closed"));
        profile.watch = true;
        for number in 0..20_000 {
            let name = Name::from_text(&format!("n{number}.example")).unwrap();
            journal.note(&profile, &name, None, Moment::default());
        }
        assert_eq!(journal.take().count(), ENTRIES_MAX);
        assert_eq!(journal.take().count(), 0);
        profile.watch = false;
        journal.note(&profile, &Name::ROOT, None, Moment::default());
        assert_eq!(journal.take().count(), 0);
    }
}
