//! From a message to its answer: the verdict first, the cache after it.

use std::net::IpAddr;
use std::sync::Arc;

use arc_swap::ArcSwap;

use super::cache::{Cache, CachedAnswer, Key};
use super::clock::Clock;
use super::journal::Journal;
use super::upstream::{Failure, Upstreams};
use crate::fixed::Signal;
use crate::name::Name;
use crate::rule::{Client, Moment, Profile};
use crate::table::{RefusalCause, Table, Verdict};
use crate::wire::question::{Message, Question};
use crate::wire::{Code, answer, kind};

/// What all threads and tasks share.
pub(super) struct Shared {
    pub(super) table: ArcSwap<Table>,
    pub(super) cache: Cache,
    pub(super) upstreams: Upstreams,
    pub(super) clock: Arc<dyn Clock>,
}

/// What became of a message.
#[expect(clippy::large_enum_variant, reason = "it lives on the stack for as long as one packet is answered")]
pub(super) enum Outcome {
    /// The answer is in the buffer.
    Answered,
    /// There is none.
    Silent,
    /// Upstream has to be asked first.
    Ask(Key),
}

/// What upstream said to a key, when it has just been asked.
pub(super) struct Fresh<'a> {
    pub(super) key: &'a Key,
    pub(super) said: &'a Result<CachedAnswer, Failure>,
}

/// Answers a message, or says what to ask upstream. Everything is decided anew each time, so a door that shuts while
/// upstream is being asked is shut for the answer as well.
pub(super) fn respond(
    shared: &Shared,
    journal: &Journal,
    client: &Client,
    message: &[u8],
    now: Moment,
    fresh: Option<&Fresh<'_>>,
    out: &mut Vec<u8>,
) -> Outcome {
    let question = match Message::read(message) {
        Message::Question(question) => question,
        Message::Odd(odd) => {
            answer::odd(&odd, out);
            return Outcome::Answered;
        }
        Message::Ignored => return Outcome::Silent,
    };
    let table = shared.table.load();
    let profile = table.profile(client);
    Responder { shared, table: &table, profile, question: &question, now, fresh, journal }.respond(out)
}

struct Responder<'a> {
    shared: &'a Shared,
    table: &'a Table,
    profile: &'a Profile,
    question: &'a Question<'a>,
    now: Moment,
    fresh: Option<&'a Fresh<'a>>,
    journal: &'a Journal,
}

impl Responder<'_> {
    fn respond(&self, out: &mut Vec<u8>) -> Outcome {
        let question = self.question;
        match self.table.judge(self.profile, &question.name, question.kind, self.now) {
            Verdict::Own(addresses) => answer::own(question, addresses, out),
            Verdict::Minimal => answer::minimal(question, out),
            Verdict::Signal(signal) => {
                self.note(Some((RefusalCause::Bypass, None)));
                let code = if signal == Signal::NoName { Code::NxDomain } else { Code::NoError };
                answer::empty(question, code, out);
            }
            Verdict::Refuse { reason, why } => {
                self.note(Some((why, Some(reason))));
                answer::refusal(question, reason, why, self.table.leads(why), out);
            }
            Verdict::Rewrite { target, ttl_seconds_max } => {
                return self.rewrite(target, ttl_seconds_max, out);
            }
            Verdict::Resolve { ttl_seconds_max } => return self.resolve(ttl_seconds_max, out),
        }
        Outcome::Answered
    }

    fn resolve(&self, ttl_seconds_max: Option<u32>, out: &mut Vec<u8>) -> Outcome {
        let key = Key::for_question(self.question);
        let kept = match self.find(&key) {
            Found::Cached(kept) => kept,
            Found::Nothing => return Outcome::Ask(key),
            Found::Failed(failure) => return self.fail(failure, out),
        };
        for alias in kept.answer.aliases() {
            if self.table.leads_around(alias) {
                self.note(Some((RefusalCause::Bypass, None)));
                answer::empty(self.question, Code::NxDomain, out);
                return Outcome::Answered;
            }
            if let Some((category, reason)) =
                self.table.refused_alias(self.profile, &self.question.name, alias, self.now)
            {
                let why = RefusalCause::Alias(category);
                self.note(Some((why, Some(reason))));
                answer::refusal(self.question, reason, why, self.table.block_address, out);
                return Outcome::Answered;
            }
        }
        // What every device may ask at any time opens nothing, and is not counted as opened.
        if !self.table.is_always(&self.question.name) {
            self.note(None);
        }
        kept.answer.write(self.question, kept.age_seconds(self.now.ticks_ms), ttl_seconds_max, out);
        Outcome::Answered
    }

    /// A search engine's strict variant: an alias and the addresses that it has now. Other types of records would lead
    /// past it, so it has none.
    fn rewrite(&self, target: &Name, ttl_seconds_max: Option<u32>, out: &mut Vec<u8>) -> Outcome {
        let question = self.question;
        let most = ttl_seconds_max.unwrap_or(u32::MAX);
        if question.kind == kind::CNAME {
            let mut answer = answer::AnswerWriter::to(question, Code::NoError, false, out);
            answer.alias(target, REWRITE_TTL_SECONDS.min(most));
            answer.end(question, None);
            return Outcome::Answered;
        }
        if question.kind != kind::A && question.kind != kind::AAAA {
            answer::empty(question, Code::NoError, out);
            return Outcome::Answered;
        }
        let key = Key::new(target, question.kind, false, false);
        let kept = match self.find(&key) {
            Found::Cached(kept) => kept,
            Found::Nothing => return Outcome::Ask(key),
            Found::Failed(failure) => return self.fail(failure, out),
        };
        self.note(None);
        let age_seconds = kept.age_seconds(self.now.ticks_ms);
        let mut answer = answer::AnswerWriter::to(question, Code::NoError, false, out);
        answer.alias(target, REWRITE_TTL_SECONDS.min(most));
        for (ttl, octets) in kept.answer.addresses(question.kind) {
            answer.address_of(target, question.kind, ttl.saturating_sub(age_seconds).min(most), octets);
        }
        answer.end(question, None);
        Outcome::Answered
    }

    fn find(&self, key: &Key) -> Found {
        match self.fresh {
            Some(fresh) if fresh.key.bytes() == key.bytes() => match fresh.said {
                Ok(kept) => Found::Cached(kept.clone()),
                Err(failure) => Found::Failed(*failure),
            },
            // The rule changed while upstream was asked about something else: the client asks again.
            Some(_) => match self.shared.cache.get(key, self.now.ticks_ms) {
                Some(kept) => Found::Cached(kept),
                None => Found::Failed(Failure::Overload),
            },
            None => self.shared.cache.get(key, self.now.ticks_ms).map_or(Found::Nothing, Found::Cached),
        }
    }

    fn fail(&self, failure: Failure, out: &mut Vec<u8>) -> Outcome {
        answer::failure(self.question, failure.extended(), failure.says(), out);
        Outcome::Answered
    }

    fn note(&self, refusal: Option<(RefusalCause, Option<&Arc<crate::rule::Reason>>)>) {
        self.journal.note(self.profile, &self.question.name, refusal, self.now);
    }
}

/// How long a search engine's alias may be kept where nothing shorter is asked for.
const REWRITE_TTL_SECONDS: u32 = 60;

enum Found {
    Cached(CachedAnswer),
    Nothing,
    Failed(Failure),
}

/// Answers that no place is left for more questions to upstream.
pub(super) fn overload(message: &[u8], out: &mut Vec<u8>) -> Outcome {
    match Message::read(message) {
        Message::Question(question) => {
            answer::failure(&question, Failure::Overload.extended(), Failure::Overload.says(), out);
            Outcome::Answered
        }
        Message::Odd(_) | Message::Ignored => Outcome::Silent,
    }
}

/// Cuts an answer that is too long for a packet, so that the client comes again by TCP.
pub(super) fn fit_packet(message: &[u8], out: &mut Vec<u8>) {
    if out.len() <= usize::from(crate::wire::question::UDP_BYTES_PLAIN) {
        return;
    }
    if let Message::Question(question) = Message::read(message)
        && out.len() > answer::udp_bytes_max(&question)
    {
        answer::truncated(&question, out);
    }
}

/// The client behind an address, with IPv4 as IPv4.
pub(super) fn client_of(address: IpAddr) -> Client {
    Client::Address(address.to_canonical())
}
