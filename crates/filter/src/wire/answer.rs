//! Writes answers into a buffer that is used again and again.

use std::net::IpAddr;

use super::question::{Odd, Question, UDP_BYTES_MAX, UDP_BYTES_PLAIN};
use super::{Code, kind};
use crate::name::Name;
use crate::rule::Reason;
use crate::table::{BlockAddress, RefusalCause};

/// How long a refusal may be kept: a site approved a second later has to open.
pub const REFUSAL_TTL_SECONDS: u32 = 1;
/// How long the addresses of the setting's own names may be kept.
pub const OWN_TTL_SECONDS: u32 = 10;
/// The most bytes of text in an extended error; a refusal has to fit into one packet.
const TEXT_BYTES_MAX: usize = 240;
const OPTION_EXTENDED_ERROR: u16 = 15;

const QR: u16 = 0x8000;
const AA: u16 = 0x0400;
const TC: u16 = 0x0200;
const RD: u16 = 0x0100;
const RA: u16 = 0x0080;
const CD: u16 = 0x0010;
/// A name that stands in the question, right after the head.
const POINTER_TO_QUESTION: [u8; 2] = [0xc0, 0x0c];

/// What an extended error says (RFC 8914, 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExtendedError {
    /// Blocked, by whoever runs the resolver.
    Blocked,
    /// Filtered, because the client's rule asks for it.
    Filtered,
    /// Prohibited: this client gets no answers.
    Prohibited,
    /// No resolver upstream could be reached.
    NoReachableAuthority,
    /// A resolver upstream was reached and gave no answer.
    NetworkError,
}

impl ExtendedError {
    fn number(self) -> u16 {
        match self {
            ExtendedError::Blocked => 15,
            ExtendedError::Filtered => 17,
            ExtendedError::Prohibited => 18,
            ExtendedError::NoReachableAuthority => 22,
            ExtendedError::NetworkError => 23,
        }
    }

    /// The number that fits a refusal.
    #[must_use]
    pub fn for_cause(why: RefusalCause) -> ExtendedError {
        match why {
            RefusalCause::Category(_) | RefusalCause::Alias(_) => ExtendedError::Filtered,
            RefusalCause::NotApproved | RefusalCause::Bypass => ExtendedError::Blocked,
            RefusalCause::NoSession | RefusalCause::SessionOver | RefusalCause::UnknownClient => {
                ExtendedError::Prohibited
            }
        }
    }
}

/// A message that is being written.
pub struct AnswerWriter<'b> {
    out: &'b mut Vec<u8>,
    answers: u16,
}

impl<'b> AnswerWriter<'b> {
    /// Begins the answer to a question: its head and the question as it was asked.
    pub fn to(
        question: &Question<'_>,
        code: Code,
        authoritative: bool,
        out: &'b mut Vec<u8>,
    ) -> AnswerWriter<'b> {
        let mut flags = QR | RA | code.low();
        for (bit, on) in
            [(AA, authoritative), (RD, question.recursion_desired), (CD, question.checking_disabled)]
        {
            flags |= if on { bit } else { 0 };
        }
        out.clear();
        put_head(out, question.id, flags, 1);
        out.extend_from_slice(question.raw);
        AnswerWriter { out, answers: 0 }
    }

    /// Adds an address of the name that was asked about.
    pub fn address(&mut self, address: IpAddr, ttl_seconds: u32) {
        self.out.extend_from_slice(&POINTER_TO_QUESTION);
        match address {
            IpAddr::V4(v4) => self.record(kind::A, ttl_seconds, &v4.octets()),
            IpAddr::V6(v6) => self.record(kind::AAAA, ttl_seconds, &v6.octets()),
        }
    }

    /// Adds the name that the name asked about stands for.
    pub fn alias(&mut self, target: &Name, ttl_seconds: u32) {
        self.out.extend_from_slice(&POINTER_TO_QUESTION);
        self.record(kind::CNAME, ttl_seconds, target.wire());
    }

    /// Adds an address of another name.
    pub fn address_of(&mut self, name: &Name, kind: u16, ttl_seconds: u32, octets: &[u8]) {
        self.out.extend_from_slice(name.wire());
        self.record(kind, ttl_seconds, octets);
    }

    fn record(&mut self, kind: u16, ttl_seconds: u32, data: &[u8]) {
        put_record(self.out, kind, 1, ttl_seconds, data);
        self.answers += 1;
    }

    /// Ends it; with the error where there is one and the client can read it.
    pub fn end(self, question: &Question<'_>, error: Option<(ExtendedError, &Reason)>) {
        if let Some(count) = self.out.get_mut(6..8) {
            count.copy_from_slice(&self.answers.to_be_bytes());
        }
        if let Some(edns) = question.edns {
            put_opt(self.out, edns.dnssec, 0, error);
            set_additional(self.out, 1);
        }
    }
}

/// Answers with the setting's own addresses of the type asked for.
pub fn own(question: &Question<'_>, addresses: &[IpAddr], out: &mut Vec<u8>) {
    let mut answer = AnswerWriter::to(question, Code::NoError, true, out);
    for address in addresses {
        let of_kind = if address.is_ipv4() { kind::A } else { kind::AAAA };
        if question.kind == of_kind || question.kind == kind::ANY {
            answer.address(*address, OWN_TTL_SECONDS);
        }
    }
    answer.end(question, None);
}

/// Refuses: the address of the page that explains it, or no such name.
pub fn refusal(
    question: &Question<'_>,
    reason: &Reason,
    why: RefusalCause,
    page: BlockAddress,
    out: &mut Vec<u8>,
) {
    let address = match question.kind {
        kind::A => page.v4.map(IpAddr::V4),
        kind::AAAA => page.v6.map(IpAddr::V6),
        _ => None,
    };
    let has_page = page.v4.is_some() || page.v6.is_some();
    // Where the page is, the name exists: a client that hears otherwise for one type does not ask for the other.
    let code = if has_page { Code::NoError } else { Code::NxDomain };
    let mut answer = AnswerWriter::to(question, code, false, out);
    if let Some(address) = address {
        answer.address(address, REFUSAL_TTL_SECONDS);
    }
    answer.end(question, Some((ExtendedError::for_cause(why), reason)));
}

/// Answers without a record.
pub fn empty(question: &Question<'_>, code: Code, out: &mut Vec<u8>) {
    AnswerWriter::to(question, code, false, out).end(question, None);
}

/// Says that upstream gave no answer: never an open door.
pub fn failure(question: &Question<'_>, error: ExtendedError, says: &str, out: &mut Vec<u8>) {
    let reason = Reason { says: says.to_owned(), clause: None };
    AnswerWriter::to(question, Code::ServFail, false, out).end(question, Some((error, &reason)));
}

/// Answers a question for everything with next to nothing (RFC 8482, 4.2).
pub fn minimal(question: &Question<'_>, out: &mut Vec<u8>) {
    let mut answer = AnswerWriter::to(question, Code::NoError, false, out);
    answer.out.extend_from_slice(&POINTER_TO_QUESTION);
    answer.record(kind::HINFO, REFUSAL_TTL_SECONDS, b"\x07RFC8482\x00");
    answer.end(question, None);
}

/// Asks the client to come again by TCP.
pub fn truncated(question: &Question<'_>, out: &mut Vec<u8>) {
    empty(question, Code::NoError, out);
    if let Some(byte) = out.get_mut(2) {
        *byte |= (TC >> 8) as u8;
    }
}

/// Answers what is no question.
pub fn odd(message: &Odd<'_>, out: &mut Vec<u8>) {
    out.clear();
    put_head(
        out,
        message.id,
        QR | RA | message.flags | message.code.low(),
        u16::from(!message.raw.is_empty()),
    );
    out.extend_from_slice(message.raw);
    if message.edns {
        put_opt(out, false, message.code.high(), None);
        set_additional(out, 1);
    }
}

/// How many bytes an answer by UDP may have.
#[must_use]
pub fn udp_bytes_max(question: &Question<'_>) -> usize {
    usize::from(question.edns.map_or(UDP_BYTES_PLAIN, |edns| edns.bytes_max))
}

fn put_head(out: &mut Vec<u8>, id: u16, flags: u16, questions: u16) {
    for field in [id, flags, questions, 0, 0, 0] {
        out.extend_from_slice(&field.to_be_bytes());
    }
}

fn put_record(out: &mut Vec<u8>, kind: u16, class: u16, ttl: u32, data: &[u8]) {
    out.extend_from_slice(&kind.to_be_bytes());
    out.extend_from_slice(&class.to_be_bytes());
    out.extend_from_slice(&ttl.to_be_bytes());
    out.extend_from_slice(&u16::try_from(data.len()).unwrap_or(u16::MAX).to_be_bytes());
    out.extend_from_slice(data);
}

/// The OPT record, last of the additional ones.
pub(crate) fn put_opt(
    out: &mut Vec<u8>,
    dnssec: bool,
    code_high: u8,
    error: Option<(ExtendedError, &Reason)>,
) {
    out.push(0);
    let flags = u32::from(code_high) << 24 | if dnssec { 0x8000 } else { 0 };
    put_record(out, kind::OPT, UDP_BYTES_MAX, flags, &[]);
    let Some((extended, reason)) = error else { return };
    let options_at = out.len();
    out.extend_from_slice(&OPTION_EXTENDED_ERROR.to_be_bytes());
    out.extend_from_slice(&[0, 0]);
    out.extend_from_slice(&extended.number().to_be_bytes());
    let text_at = out.len();
    out.extend_from_slice(reason.says.as_bytes());
    if let Some(clause) = &reason.clause {
        out.extend_from_slice(b" (");
        out.extend_from_slice(clause.as_bytes());
        out.push(b')');
    }
    cut_text(out, text_at);
    let option_size = out.len() - options_at - 4;
    for (at, size) in [(options_at - 2, option_size + 4), (options_at + 2, option_size)] {
        if let Some(field) = out.get_mut(at..at + 2) {
            field.copy_from_slice(&u16::try_from(size).unwrap_or(u16::MAX).to_be_bytes());
        }
    }
}

/// Cuts the text of an error between two characters.
fn cut_text(out: &mut Vec<u8>, text_at: usize) {
    let mut end = text_at + TEXT_BYTES_MAX;
    if out.len() <= end {
        return;
    }
    while end > text_at && out.get(end).is_some_and(|byte| byte & 0xc0 == 0x80) {
        end -= 1;
    }
    out.truncate(end);
}

pub(crate) fn set_additional(out: &mut [u8], count: u16) {
    if let Some(field) = out.get_mut(10..12) {
        field.copy_from_slice(&count.to_be_bytes());
    }
}
