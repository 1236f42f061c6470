//! Answers from upstream, kept while they may be; the same for everybody, because a verdict comes first.

use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache as Quick;

use crate::name::{NAME_BYTES_MAX, Name};
use crate::wire::question::Question;
use crate::wire::response::Stored;

/// What a cache is asked for: name, type, and what changes an answer; on the stack.
#[derive(Clone, Copy)]
pub(super) struct Key {
    bytes: [u8; NAME_BYTES_MAX + 3],
    length: usize,
    pub(super) name: Name,
    pub(super) kind: u16,
    pub(super) dnssec: bool,
    pub(super) checking_disabled: bool,
}

impl Key {
    pub(super) fn for_question(question: &Question<'_>) -> Key {
        let dnssec = question.edns.is_some_and(|edns| edns.dnssec);
        Key::new(&question.name, question.kind, dnssec, question.checking_disabled)
    }

    pub(super) fn new(name: &Name, kind: u16, dnssec: bool, checking_disabled: bool) -> Key {
        let mut bytes = [0; NAME_BYTES_MAX + 3];
        let [high, low] = kind.to_be_bytes();
        let tail = [high, low, u8::from(dnssec) | u8::from(checking_disabled) << 1];
        let whole = name.wire().iter().chain(&tail);
        for (to, from) in bytes.iter_mut().zip(whole) {
            *to = *from;
        }
        Key { bytes, length: name.wire().len() + tail.len(), name: *name, kind, dnssec, checking_disabled }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        // The zeros behind it are the same for the same question: it stays a key of its own.
        self.bytes.get(..self.length).unwrap_or(&self.bytes)
    }
}

/// An answer and when it came.
#[derive(Debug, Clone)]
pub(super) struct CachedAnswer {
    pub(super) answer: Arc<Stored>,
    came_ms: u64,
}

impl CachedAnswer {
    pub(super) fn new(answer: Stored, now_ms: u64) -> CachedAnswer {
        CachedAnswer { answer: Arc::new(answer), came_ms: now_ms }
    }

    pub(super) fn age_seconds(&self, now_ms: u64) -> u32 {
        u32::try_from(now_ms.saturating_sub(self.came_ms) / 1000).unwrap_or(u32::MAX)
    }
}

#[derive(Clone)]
struct Bytes;

impl Weighter<Box<[u8]>, CachedAnswer> for Bytes {
    fn weight(&self, key: &Box<[u8]>, kept: &CachedAnswer) -> u64 {
        // What the table itself needs for an entry is about this much.
        const ENTRY_BYTES: usize = 96;
        u64::try_from(ENTRY_BYTES + key.len() + kept.answer.memory_bytes()).unwrap_or(u64::MAX)
    }
}

/// Bounded by bytes; what was asked for least is forgotten first.
pub(super) struct Cache(Quick<Box<[u8]>, CachedAnswer, Bytes>);

impl Cache {
    pub(super) fn new(bytes_max: u64) -> Cache {
        const USUAL_BYTES: u64 = 512;
        let usual = usize::try_from(bytes_max / USUAL_BYTES).unwrap_or(usize::MAX);
        Cache(Quick::with_weighter(usual, bytes_max, Bytes))
    }

    /// An answer that may still be given.
    pub(super) fn get(&self, key: &Key, now_ms: u64) -> Option<CachedAnswer> {
        let kept = self.0.get(key.bytes())?;
        (kept.age_seconds(now_ms) < kept.answer.ttl_seconds()).then_some(kept)
    }

    pub(super) fn insert(&self, key: &Key, kept: &CachedAnswer) {
        if kept.answer.ttl_seconds() > 0 {
            self.0.insert(key.bytes().into(), kept.clone());
        }
    }

    pub(super) fn clear(&self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::*;
    use crate::wire::question::Message;
    use crate::wire::{Code, answer};

    fn kept(name: &Name, ttl_seconds: u32) -> (Key, CachedAnswer) {
        let key = Key::new(name, 1, false, false);
        let mut bytes = vec![0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        bytes.extend_from_slice(name.wire());
        bytes.extend_from_slice(&[0, 1, 0, 1]);
        let Message::Question(question) = Message::read(&bytes) else { panic!("no question") };
        let mut out = Vec::new();
        let mut answer = answer::AnswerWriter::to(&question, Code::NoError, false, &mut out);
        answer.address(IpAddr::V4(Ipv4Addr::new(198, 51, 100, 1)), ttl_seconds);
        answer.end(&question, None);
        (key, CachedAnswer::new(Stored::read(&out, name, 1).unwrap(), 10_000))
    }

    #[test]
    fn an_answer_is_given_until_its_time_is_over() {
        let cache = Cache::new(1 << 20);
        let name = Name::from_text("a.example").unwrap();
        let (key, answer) = kept(&name, 30);
        cache.insert(&key, &answer);
        assert!(cache.get(&key, 39_999).is_some());
        assert!(cache.get(&key, 40_000).is_none());
        assert!(cache.get(&Key::new(&name, 28, false, false), 10_000).is_none());
        assert!(cache.get(&Key::new(&name, 1, true, false), 10_000).is_none());
        assert!(cache.get(&Key::new(&name, 1, false, true), 10_000).is_none());
        cache.clear();
        assert!(cache.get(&key, 10_000).is_none());
        let (key, answer) = kept(&Name::from_text("none.example").unwrap(), 0);
        cache.insert(&key, &answer);
        assert!(cache.get(&key, 10_000).is_none());
    }

    #[test]
    fn a_cache_is_bounded_by_bytes() {
        let cache = Cache::new(1 << 20);
        for number in 0..50_000 {
            let (key, answer) = kept(&Name::from_text(&format!("n{number}.example")).unwrap(), 300);
            cache.insert(&key, &answer);
        }
        assert!(cache.0.weight() <= 1 << 20);
        assert!(cache.0.len() > 1000);
    }
}
