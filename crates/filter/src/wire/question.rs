//! Reads the one question of a message. Whatever is odd gets an answer that says so, or none; it never resolves.

use super::{Code, be16, be32, kind};
use crate::name::Name;

/// The bytes of a message's head.
pub const HEAD_BYTES: usize = 12;
/// The largest answer by UDP, whatever the client says (RFC 9715).
pub const UDP_BYTES_MAX: u16 = 1232;
/// The largest answer by UDP to a client without EDNS, and the smallest limit that one may name.
pub const UDP_BYTES_PLAIN: u16 = 512;
/// Of additional records a question has the OPT record and no other; a second one is found to be wrong.
const ADDITIONAL_MAX: u16 = 2;

const QR: u16 = 0x8000;
const OPCODE: u16 = 0x7800;
const RD: u16 = 0x0100;
const CD: u16 = 0x0010;

/// What a client can do beyond RFC 1035.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edns {
    /// The largest answer by UDP that it takes, between 512 and [`UDP_BYTES_MAX`].
    pub bytes_max: u16,
    /// Whether it wants the records of DNSSEC.
    pub dnssec: bool,
}

/// A question that can be decided.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The number that the answer repeats.
    pub id: u16,
    /// The client wants the answer as it is, checked or not.
    pub checking_disabled: bool,
    /// The client asked for recursion; the answer repeats it.
    pub recursion_desired: bool,
    /// What is asked about, lower case.
    pub name: Name,
    /// The type of records asked for.
    pub kind: u16,
    /// The question as it was asked, with its capitals, which the answer repeats.
    pub raw: &'a [u8],
    /// What the client can do.
    pub edns: Option<Edns>,
}

/// A message that is answered without being decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Odd<'a> {
    /// The number that the answer repeats.
    pub id: u16,
    /// The question as it was asked, where it could be read: devices look for it in an answer.
    pub raw: &'a [u8],
    /// Kind of message and wish for recursion, as they were.
    pub flags: u16,
    /// What the answer says.
    pub code: Code,
    /// Whether the answer has an OPT record.
    pub edns: bool,
}

/// What came in.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::large_enum_variant, reason = "it lives on the stack for as long as one packet is answered")]
pub enum Message<'a> {
    /// A question to be decided.
    Question(Question<'a>),
    /// Something else that gets an answer.
    Odd(Odd<'a>),
    /// No answer: too short to be a message, or an answer itself, so that two servers never talk in circles.
    Ignored,
}

impl<'a> Message<'a> {
    /// Reads a message.
    #[must_use]
    pub fn read(bytes: &'a [u8]) -> Message<'a> {
        let (Some(id), Some(flags)) = (be16(bytes, 0), be16(bytes, 2)) else { return Message::Ignored };
        if bytes.len() < HEAD_BYTES || flags & QR != 0 {
            return Message::Ignored;
        }
        let odd = |raw, code, edns| Message::Odd(Odd { id, raw, flags: flags & (OPCODE | RD), code, edns });
        if flags & OPCODE != 0 {
            return odd(&[], Code::NotImp, false);
        }
        let Some((name, kind, class, raw)) = read_question(bytes) else {
            return odd(&[], Code::FormErr, false);
        };
        let edns = match read_additional(bytes, HEAD_BYTES + raw.len()) {
            Ok(edns) => edns,
            Err(code) => return odd(raw, code, code == Code::BadVers),
        };
        // Transfers of zones, other types that only a request has, and classes other than the internet's.
        if class != 1 || kind == 0 || kind == kind::OPT || (128..=254).contains(&kind) {
            return odd(raw, Code::Refused, edns.is_some());
        }
        Message::Question(Question {
            id,
            checking_disabled: flags & CD != 0,
            recursion_desired: flags & RD != 0,
            name,
            kind,
            raw,
            edns,
        })
    }
}

fn read_question(bytes: &[u8]) -> Option<(Name, u16, u16, &[u8])> {
    let counts = (be16(bytes, 4)?, be16(bytes, 6)?, be16(bytes, 8)?);
    if counts != (1, 0, 0) {
        return None;
    }
    let (name, used) = Name::from_wire(bytes.get(HEAD_BYTES..)?)?;
    let raw = bytes.get(HEAD_BYTES..HEAD_BYTES + used + 4)?;
    Some((name, be16(raw, used)?, be16(raw, used + 2)?, raw))
}

/// Looks for the one OPT record; everything after the question has to be whole, and nothing may come after it.
fn read_additional(bytes: &[u8], start: usize) -> Result<Option<Edns>, Code> {
    let count = be16(bytes, 10).ok_or(Code::FormErr)?;
    if count > ADDITIONAL_MAX {
        return Err(Code::FormErr);
    }
    let mut at = start;
    let mut edns = None;
    for _ in 0..count {
        let is_root = bytes.get(at) == Some(&0);
        let head = skip_name(bytes, at).ok_or(Code::FormErr)?;
        let record = (be16(bytes, head), be16(bytes, head + 2), be32(bytes, head + 4), be16(bytes, head + 8));
        let (Some(kind), Some(class), Some(ttl), Some(size)) = record else { return Err(Code::FormErr) };
        at = head + 10 + usize::from(size);
        if at > bytes.len() {
            return Err(Code::FormErr);
        }
        // Signatures and other records are for those who run zones, not for devices.
        if kind != kind::OPT
            || !is_root
            || edns.is_some()
            || !options_are_whole(bytes.get(head + 10..at).unwrap_or(&[]))
        {
            return Err(Code::FormErr);
        }
        if ttl >> 16 & 0xff != 0 {
            return Err(Code::BadVers);
        }
        edns =
            Some(Edns { bytes_max: class.clamp(UDP_BYTES_PLAIN, UDP_BYTES_MAX), dnssec: ttl & 0x8000 != 0 });
    }
    if at == bytes.len() { Ok(edns) } else { Err(Code::FormErr) }
}

fn options_are_whole(mut options: &[u8]) -> bool {
    while !options.is_empty() {
        let Some(size) = be16(options, 2) else { return false };
        let Some(rest) = options.get(4 + usize::from(size)..) else { return false };
        options = rest;
    }
    true
}

/// Where a name ends; a pointer ends it and is not followed.
pub(super) fn skip_name(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    // A name has at most 127 labels, a pointer or the root at its end.
    for _ in 0..=128 {
        let size = *bytes.get(at)?;
        match size {
            0 => return Some(at + 1),
            1..=63 => at += 1 + usize::from(size),
            192.. => return bytes.get(at + 1).map(|_| at + 2),
            _ => return None,
        }
    }
    None
}
