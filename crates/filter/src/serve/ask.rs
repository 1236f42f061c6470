//! Questions that are being asked upstream: the same one is asked once, however many wait for it.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

use super::cache::{CachedAnswer, Key};
use super::journal::Journal;
use super::limit::Gate;
use super::respond::{Fresh, Outcome, Shared, overload, respond};
use super::upstream::Failure;
use crate::rule::Client;

type Said = OnceCell<Result<CachedAnswer, Failure>>;

/// For so long a question that failed is not asked again (RFC 9520).
const FAILED_MS: u64 = 1_000;
/// More failures than this are not remembered.
const FAILED_MAX: usize = 4096;

/// What is being asked.
#[derive(Default)]
pub(super) struct InHand(Mutex<HashMap<Box<[u8]>, Arc<Said>>>);

/// What could not be answered a moment ago.
#[derive(Default)]
pub(super) struct Failed(Mutex<HashMap<Box<[u8]>, Remembered>>);

struct Remembered {
    failure: Failure,
    until_ms: u64,
}

impl Failed {
    fn get(&self, key: &Key, now_ms: u64) -> Option<Failure> {
        let failed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        failed.get(key.bytes()).filter(|known| known.until_ms > now_ms).map(|known| known.failure)
    }

    fn note(&self, key: &Key, failure: Failure, now_ms: u64) {
        let mut failed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if failed.len() >= FAILED_MAX {
            failed.retain(|_, known| known.until_ms > now_ms);
        }
        if failed.len() < FAILED_MAX {
            let until_ms = now_ms.saturating_add(FAILED_MS);
            failed.insert(key.bytes().into(), Remembered { failure, until_ms });
        }
    }

    pub(super) fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl InHand {
    fn enter(&self, key: &Key) -> Arc<Said> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.entry(key.bytes().into()).or_default().clone()
    }

    fn leave(&self, key: &Key, said: &Arc<Said>) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.get(key.bytes()).is_some_and(|known| Arc::ptr_eq(known, said)) {
            waiting.remove(key.bytes());
        }
    }
}

/// The half of the shell that may wait.
pub(super) struct Asking {
    pub(super) shared: Arc<Shared>,
    pub(super) journal: Journal,
    pub(super) in_hand: InHand,
    pub(super) failed: Failed,
    pub(super) waiting: Arc<Gate>,
}

impl Asking {
    /// Answers a message, however long it takes; nothing when it gets no answer.
    pub(super) async fn answer(&self, client: &Client, address: IpAddr, message: &[u8]) -> Option<Vec<u8>> {
        let mut out = Vec::with_capacity(512);
        let now = self.shared.clock.now();
        match respond(&self.shared, &self.journal, client, message, now, None, &mut out) {
            Outcome::Answered => Some(out),
            Outcome::Silent => None,
            Outcome::Ask(key) => match self.waiting.enter(address.to_canonical()) {
                Some(_place) => self.answer_asking(client, message, &key).await,
                None => matches!(overload(message, &mut out), Outcome::Answered).then_some(out),
            },
        }
    }

    /// Answers a message after upstream has been asked what it needs.
    pub(super) async fn answer_asking(&self, client: &Client, message: &[u8], key: &Key) -> Option<Vec<u8>> {
        let said = self.ask(key).await;
        let mut out = Vec::with_capacity(512);
        let fresh = Fresh { key, said: &said };
        let now = self.shared.clock.now();
        match respond(&self.shared, &self.journal, client, message, now, Some(&fresh), &mut out) {
            Outcome::Answered => Some(out),
            Outcome::Silent | Outcome::Ask(_) => None,
        }
    }

    async fn ask(&self, key: &Key) -> Result<CachedAnswer, Failure> {
        if let Some(failure) = self.failed.get(key, self.shared.clock.now().ticks_ms) {
            return Err(failure);
        }
        let cell = self.in_hand.enter(key);
        // Given back even when nobody waits any longer, so that an old answer is never found here.
        let _leaving = Leaving { in_hand: &self.in_hand, key, said: &cell };
        cell.get_or_init(|| async {
            let said = self.shared.upstreams.ask(key).await;
            match &said {
                Ok(kept) => self.shared.cache.insert(key, kept),
                Err(failure) => self.failed.note(key, *failure, self.shared.clock.now().ticks_ms),
            }
            said
        })
        .await
        .clone()
    }
}

struct Leaving<'a> {
    in_hand: &'a InHand,
    key: &'a Key,
    said: &'a Arc<Said>,
}

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        self.in_hand.leave(self.key, self.said);
    }
}
