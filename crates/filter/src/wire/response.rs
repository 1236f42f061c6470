//! What a cache has to know about an answer from upstream: where its times to live stand, what the name leads on to,
//! and whether it may be believed at all.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::question::{HEAD_BYTES, Question, skip_name};
use super::{answer, be16, be32, kind};
use crate::name::Name;

/// An answer is asked for anew after an hour, whatever it says of itself.
pub const TTL_SECONDS_MAX: u32 = 3600;
/// How long it is remembered that a name or a record does not exist, at most.
const NEGATIVE_TTL_SECONDS_MAX: u32 = 300;
/// More records than this are not believed.
const RECORDS_MAX: usize = 512;
/// A longer chain of aliases is not believed.
const ALIASES_MAX: usize = 16;

const QR: u16 = 0x8000;
const AA: u16 = 0x0400;
const TC: u16 = 0x0200;
const RD: u16 = 0x0100;
const RA: u16 = 0x0080;
/// Authentic data: that upstream says so proves nothing to whoever asks us, so it is not handed on (RFC 4035, 4.9.3).
const AD: u16 = 0x0020;
const CD: u16 = 0x0010;
const SOA: u16 = 6;
const DNAME: u16 = 39;
const RRSIG: u16 = 46;

/// Why an answer from upstream is not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unusable {
    /// It answers another question, or is no answer.
    AnotherQuestion,
    /// It is malformed or longer than any honest one.
    Malformed,
    /// It was cut: ask again by TCP.
    Cut,
    /// The resolver says that it failed or will not answer.
    Failed,
    /// Its OPT record is not the last; it has to be written anew.
    OptInside,
}

/// An answer, ready to be given to anybody who may have it.
#[derive(Debug)]
pub struct Stored {
    /// The message without its OPT record.
    bytes: Box<[u8]>,
    /// Where the times to live stand, those of the answer section first.
    ttl_places: Box<[u16]>,
    answers: usize,
    aliases: Box<[Name]>,
    ttl_seconds: u32,
}

struct Record {
    kind: u16,
    name_at: usize,
    ttl_at: usize,
    data_at: usize,
    end: usize,
}

impl Stored {
    /// Reads an answer to a question of that name and type.
    ///
    /// # Errors
    /// When it cannot be used.
    pub fn read(bytes: &[u8], name: &Name, kind: u16) -> Result<Stored, Unusable> {
        let start = check_head(bytes, name, kind)?;
        let count = |at| be16(bytes, at).map(usize::from).ok_or(Unusable::Malformed);
        let (answers, authorities, additional) = (count(6)?, count(8)?, count(10)?);
        let records = answers + authorities + additional;
        if records > RECORDS_MAX {
            return Err(Unusable::Malformed);
        }
        let mut reading = Reading { places: Vec::with_capacity(records), ..Reading::default() };
        let (mut at, mut end, mut opt) = (start, start, false);
        for index in 0..records {
            if opt {
                return Err(Unusable::OptInside);
            }
            let record = read_record(bytes, at).ok_or(Unusable::Malformed)?;
            at = record.end;
            if record.kind == kind::OPT {
                if index < answers + authorities {
                    return Err(Unusable::Malformed);
                }
                opt = true;
                continue;
            }
            if index < answers + authorities {
                end = at;
                reading.take(bytes, &record, index < answers)?;
            } else {
                // What nobody asked for is read, so that nothing malformed passes, and is not handed on.
                expand_name(bytes, record.name_at).ok_or(Unusable::Malformed)?;
            }
        }
        reading.belongs(name)?;
        let mut kept = bytes.get(..end).ok_or(Unusable::Malformed)?.to_vec();
        answer::set_additional(&mut kept, 0);
        let ttl_seconds = match reading.ttl {
            Some(ttl) => ttl.min(TTL_SECONDS_MAX),
            None => reading.negative.unwrap_or(1).min(NEGATIVE_TTL_SECONDS_MAX),
        };
        Ok(Stored {
            bytes: kept.into(),
            ttl_places: reading.places.into(),
            answers,
            aliases: reading.aliases.into(),
            ttl_seconds,
        })
    }

    /// How long it may be kept.
    #[must_use]
    pub fn ttl_seconds(&self) -> u32 {
        self.ttl_seconds
    }

    /// About how many bytes it takes.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        size_of::<Stored>() + self.bytes.len() + self.ttl_places.len() * 2 + size_of_val(&*self.aliases)
    }

    /// The names that the name asked about leads on to, in the order of the answer.
    #[must_use]
    pub fn aliases(&self) -> &[Name] {
        &self.aliases
    }

    /// The addresses of a type in its answer section, with the times to live that they came with.
    pub fn addresses(&self, kind: u16) -> impl Iterator<Item = (u32, &[u8])> {
        self.ttl_places.iter().take(self.answers).filter_map(move |&place| {
            let at = usize::from(place);
            if be16(&self.bytes, at.checked_sub(4)?)? != kind {
                return None;
            }
            let size = usize::from(be16(&self.bytes, at + 4)?);
            Some((be32(&self.bytes, at)?, self.bytes.get(at + 6..at + 6 + size)?))
        })
    }

    /// Whether an address in it is private: an outside name that leads to a machine inside.
    #[must_use]
    pub fn leads_inside(&self) -> bool {
        let hinted = self.addresses(kind::HTTPS).chain(self.addresses(kind::SVCB));
        let hints_inside = |data: &[u8]| hints(data).is_none_or(|hints| hints.into_iter().any(is_inside));
        self.addresses(kind::A).chain(self.addresses(kind::AAAA)).any(|(_, octets)| is_inside(octets))
            || hinted.into_iter().any(|(_, data)| hints_inside(data))
    }

    /// Writes it as the answer to a question for the same name and type, so many seconds after it came.
    pub fn write(
        &self,
        question: &Question<'_>,
        age_seconds: u32,
        ttl_seconds_max: Option<u32>,
        out: &mut Vec<u8>,
    ) {
        out.clear();
        out.extend_from_slice(&self.bytes);
        let mut flags = be16(&self.bytes, 2).unwrap_or(0) & !(AA | TC | RD | AD | CD) | QR | RA;
        for (bit, on) in [(RD, question.recursion_desired), (CD, question.checking_disabled)] {
            flags |= if on { bit } else { 0 };
        }
        if let Some(head) = out.first_chunk_mut::<4>() {
            let ([a, b], [c, d]) = (question.id.to_be_bytes(), flags.to_be_bytes());
            *head = [a, b, c, d];
        }
        if let Some(raw) = out.get_mut(HEAD_BYTES..HEAD_BYTES + question.raw.len()) {
            raw.copy_from_slice(question.raw);
        }
        for &place in &self.ttl_places {
            let at = usize::from(place);
            if let Some(field) = out.get_mut(at..).and_then(|rest| rest.first_chunk_mut::<4>()) {
                let left = u32::from_be_bytes(*field).min(TTL_SECONDS_MAX).saturating_sub(age_seconds);
                *field = left.min(ttl_seconds_max.unwrap_or(u32::MAX)).to_be_bytes();
            }
        }
        if let Some(edns) = question.edns {
            let count = be16(&self.bytes, 10).unwrap_or(0);
            answer::put_opt(out, edns.dnssec, 0, None);
            answer::set_additional(out, count.saturating_add(1));
        }
    }
}

#[derive(Default)]
struct Reading {
    places: Vec<u16>,
    aliases: Vec<Name>,
    /// Whom the records of the answer section are about, with their types.
    owners: Vec<(Name, u16)>,
    ttl: Option<u32>,
    negative: Option<u32>,
}

impl Reading {
    fn take(&mut self, bytes: &[u8], record: &Record, in_answer: bool) -> Result<(), Unusable> {
        let ttl = be32(bytes, record.ttl_at).ok_or(Unusable::Malformed)?;
        // A time to live with the first bit set counts as none (RFC 2181, 8).
        let ttl = if ttl > i32::MAX.unsigned_abs() { 0 } else { ttl };
        self.places.push(u16::try_from(record.ttl_at).map_err(|_| Unusable::Malformed)?);
        if in_answer {
            self.ttl = Some(self.ttl.map_or(ttl, |least| least.min(ttl)));
        }
        if record.kind == kind::CNAME && in_answer {
            if self.aliases.len() >= ALIASES_MAX {
                return Err(Unusable::Malformed);
            }
            self.aliases.push(expand_name(bytes, record.data_at).ok_or(Unusable::Malformed)?);
        }
        if matches!(record.kind, kind::HTTPS | kind::SVCB) && in_answer {
            // What it leads on to is looked at like an alias, in either mode (RFC 9460, section 2.4).
            let target = bytes.get(record.data_at + 2..record.end).and_then(Name::from_wire);
            let (target, _) = target.ok_or(Unusable::Malformed)?;
            if target.labels() > 0 {
                if self.aliases.len() >= ALIASES_MAX {
                    return Err(Unusable::Malformed);
                }
                self.aliases.push(target);
            }
        }
        if record.kind == SOA && !in_answer {
            let minimum =
                record.end.checked_sub(4).and_then(|at| be32(bytes, at)).ok_or(Unusable::Malformed)?;
            self.negative = Some(ttl.min(minimum));
        }
        // Reads the owner as well, so that nothing malformed is handed on.
        let owner = expand_name(bytes, record.name_at).ok_or(Unusable::Malformed)?;
        if in_answer {
            self.owners.push((owner, record.kind));
        }
        Ok(())
    }

    /// Whether every record of the answer is about the name that was asked for, or about one that it leads on to: whoever
    /// answers one question has no say about other names.
    fn belongs(&self, asked: &Name) -> Result<(), Unusable> {
        let is_asked = |owner: &Name| owner == asked || self.aliases.contains(owner);
        // A whole branch that is moved elsewhere, and its signature, stand at the branch (RFC 6672).
        let is_branch = |owner: &Name| {
            std::iter::once(asked)
                .chain(&self.aliases)
                .any(|name| name.suffixes().any(|suffix| suffix == owner.wire()))
        };
        let belongs = |(owner, kind): &(Name, u16)| match *kind {
            DNAME | RRSIG => is_asked(owner) || is_branch(owner),
            _ => is_asked(owner),
        };
        if self.owners.iter().all(belongs) { Ok(()) } else { Err(Unusable::Malformed) }
    }
}

fn check_head(bytes: &[u8], name: &Name, kind: u16) -> Result<usize, Unusable> {
    let flags = be16(bytes, 2).ok_or(Unusable::Malformed)?;
    if flags & QR == 0 || be16(bytes, 4) != Some(1) {
        return Err(Unusable::AnotherQuestion);
    }
    let question = bytes.get(HEAD_BYTES..).and_then(Name::from_wire);
    let (asked, used) = question.ok_or(Unusable::Malformed)?;
    let start = HEAD_BYTES + used + 4;
    if asked != *name
        || be16(bytes, HEAD_BYTES + used) != Some(kind)
        || be16(bytes, HEAD_BYTES + used + 2) != Some(1)
    {
        return Err(Unusable::AnotherQuestion);
    }
    if flags & TC != 0 {
        return Err(Unusable::Cut);
    }
    match flags & 0x000f {
        0 | 3 => Ok(start),
        _ => Err(Unusable::Failed),
    }
}

fn read_record(bytes: &[u8], name_at: usize) -> Option<Record> {
    let head = skip_name(bytes, name_at)?;
    let size = usize::from(be16(bytes, head + 8)?);
    let end = head + 10 + size;
    (end <= bytes.len()).then_some(Record {
        kind: be16(bytes, head)?,
        name_at,
        ttl_at: head + 4,
        data_at: head + 10,
        end,
    })
}

/// Reads a name with pointers, each of which has to lead further back: no circles.
fn expand_name(bytes: &[u8], start: usize) -> Option<Name> {
    let mut wire = [0u8; 256];
    let mut length = 0usize;
    let (mut at, mut before) = (start, start);
    loop {
        let size = *bytes.get(at)?;
        match size {
            0 => break,
            1..=63 => {
                let part = bytes.get(at..at + 1 + usize::from(size))?;
                wire.get_mut(length..length + part.len())?.copy_from_slice(part);
                length += part.len();
                at += part.len();
            }
            192.. => {
                let target = usize::from(be16(bytes, at)? & 0x3fff);
                if target >= before {
                    return None;
                }
                (at, before) = (target, target);
            }
            _ => return None,
        }
    }
    Name::from_wire(wire.get(..=length)?).map(|(name, _)| name)
}

/// Whether an address is one that no outside name has an honest use for: this machine's, this network's, or one that leads
/// to such a one.
pub fn leads_inside(address: std::net::IpAddr) -> bool {
    match address {
        std::net::IpAddr::V4(v4) => is_inside(&v4.octets()),
        std::net::IpAddr::V6(v6) => is_inside(&v6.octets()),
    }
}

/// Addresses that no outside name has an honest use for: those of the registries of special-purpose addresses (RFC 6890)
/// that are not reachable from everywhere, and those that lead to one of them by another way (RFC 3056, RFC 4380,
/// RFC 6052).
fn is_inside(octets: &[u8]) -> bool {
    if let Ok(four) = <[u8; 4]>::try_from(octets) {
        return is_inside_v4(Ipv4Addr::from(four));
    }
    let Ok(sixteen) = <[u8; 16]>::try_from(octets) else { return true };
    let v6 = Ipv6Addr::from(sixteen);
    let [a, b, c, d, e, f, g, h] = v6.segments();
    let v4 = |high: u16, low: u16| {
        let ([p, q], [r, s]) = (high.to_be_bytes(), low.to_be_bytes());
        is_inside_v4(Ipv4Addr::new(p, q, r, s))
    };
    match [a, b, c, d, e, f] {
        // Unspecified, loopback and IPv4-compatible, which nobody uses any more.
        [0, 0, 0, 0, 0, 0] => true,
        // IPv4-mapped, and translated by NAT64.
        [0, 0, 0, 0, 0, 0xffff] | [0x64, 0xff9b, 0, 0, 0, 0] => v4(g, h),
        // NAT64 of somebody's own.
        [0x64, 0xff9b, 1, ..] => true,
        // Teredo.
        [0x2001, 0, ..] => true,
        // 6to4.
        [0x2002, high, low, ..] => v4(high, low),
        _ => {
            v6.is_unique_local()
                || v6.is_unicast_link_local()
                || v6.is_multicast()
                // Site-local: deprecated, and still served (RFC 3879).
                || a & 0xffc0 == 0xfec0
        }
    }
}

fn is_inside_v4(v4: Ipv4Addr) -> bool {
    match v4.octets() {
        [0 | 240..=255, ..] => true,
        [100, 64..=127, ..] | [198, 18 | 19, ..] | [192, 0, 0, _] => true,
        _ => v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_multicast(),
    }
}

/// The addresses that an HTTPS or SVCB record hints at (RFC 9460, section 7.3): each hint's octets, end to end. Nothing
/// where it cannot be read.
fn hints(data: &[u8]) -> Option<Vec<&[u8]>> {
    let (_, used) = data.get(2..).and_then(Name::from_wire)?;
    let (mut at, mut hints) = (2 + used, Vec::new());
    while at < data.len() {
        let (key, size) = (be16(data, at)?, usize::from(be16(data, at + 2)?));
        let value = data.get(at + 4..at + 4 + size)?;
        match key {
            4 => hints.extend(value.chunks(4)),
            6 => hints.extend(value.chunks(16)),
            _ => {}
        }
        at += 4 + size;
    }
    Some(hints)
}
