//! Response policy zones, as files and transfers write them (draft-vixie-dnsop-dns-rpz, RFC 1035 section 5).

use super::rule::{Cover, How, Line, Names, Rule, SuffixDot, first_word, is_address};

/// What the lines of a zone before this one say of it.
#[derive(Default)]
pub(super) struct Zone {
    /// What names without a dot at their end are relative to.
    origin: Vec<u8>,
    /// The owner of the record of the zone's head: whole names end with it.
    apex: Vec<u8>,
    /// The owner of the line before: a line that begins with a space is about the same.
    owner: Vec<u8>,
    /// Inside brackets, which join lines.
    open: bool,
}

/// Records of a zone's head, and of its signatures.
const HEAD: [&[u8]; 8] = [b"SOA", b"NS", b"DNSKEY", b"RRSIG", b"NSEC", b"NSEC3", b"NSEC3PARAM", b"ZONEMD"];

impl Zone {
    pub(super) fn line(&mut self, line: &[u8], names: &mut Names, take: &mut impl FnMut(&Rule<'_>)) -> Line {
        let indented = line.first().is_some_and(u8::is_ascii_whitespace);
        let line = without_remark(line);
        let was_open = self.open;
        for byte in line {
            match byte {
                b'(' => self.open = true,
                b')' => self.open = false,
                _ => {}
            }
        }
        if line.is_empty() || was_open {
            return Line::Skipped;
        }
        let (first, rest) = first_word(line);
        if first.eq_ignore_ascii_case(b"$origin") {
            self.origin = first_word(rest).0.trim_suffix_dot().to_ascii_lowercase();
            return Line::Skipped;
        }
        if first.eq_ignore_ascii_case(b"$ttl") {
            return Line::Skipped;
        }
        if first.starts_with(b"$") {
            // Another file, or lines made up by a pattern: what they refuse is not here.
            return Line::Wrong;
        }
        let rest = if indented {
            line
        } else {
            self.owner = first.to_ascii_lowercase();
            rest
        };
        let (kind, data) = past_times(rest);
        if kind.eq_ignore_ascii_case(b"SOA") {
            let owner = self.owner.clone();
            if let Some(whole) = owner.strip_suffix(b".") {
                self.apex = whole.to_vec();
            } else if owner == b"@" {
                self.apex.clone_from(&self.origin);
            }
            return Line::Skipped;
        }
        if HEAD.iter().any(|known| kind.eq_ignore_ascii_case(known)) {
            return Line::Skipped;
        }
        let owner = self.relative();
        let Some((name, cover)) = trigger(&owner) else {
            return if owner.is_empty() { Line::Skipped } else { Line::Wrong };
        };
        let Some(exception) = acts(kind, first_word(data).0, &self.owner) else { return Line::Wrong };
        let how = How { cover, exception, firm: false };
        if names.give(name, how, take) { Line::Taken } else { Line::Wrong }
    }
}

impl Zone {
    /// The owner of the line, relative to the zone; empty for the zone itself.
    fn relative(&self) -> Vec<u8> {
        if self.owner == b"@" {
            return Vec::new();
        }
        let within = |whole: &[u8], zone: &[u8]| -> Option<Vec<u8>> {
            if zone.is_empty() {
                return None;
            }
            if whole == zone {
                return Some(Vec::new());
            }
            let start = whole.len().checked_sub(zone.len() + 1)?;
            let (name, end) = whole.split_at_checked(start)?;
            (end.first() == Some(&b'.') && end.get(1..) == Some(zone)).then(|| name.to_vec())
        };
        if let Some(whole) = self.owner.strip_suffix(b".") {
            return within(whole, &self.apex)
                .or_else(|| within(whole, &self.origin))
                .unwrap_or_else(|| whole.to_vec());
        }
        // Relative to an origin below the zone, it is longer than it looks.
        match within(&self.origin, &self.apex) {
            Some(below) if !below.is_empty() => [&self.owner, b".".as_slice(), &below].concat(),
            _ => self.owner.clone(),
        }
    }
}

/// The name that an owner is about; nothing for a trigger on addresses or servers, and for the zone itself.
fn trigger(owner: &[u8]) -> Option<(&[u8], Cover)> {
    let others: [&[u8]; 4] = [b".rpz-ip", b".rpz-nsdname", b".rpz-nsip", b".rpz-client-ip"];
    if owner.is_empty() || others.iter().any(|end| owner.ends_with(end)) {
        return None;
    }
    Some(match owner.strip_prefix(b"*.") {
        Some(name) => (name, Cover::Under),
        None => (owner, Cover::Exact),
    })
}

/// Whether a record makes an exception or refuses; nothing where it answers with something else.
fn acts(kind: &[u8], data: &[u8], owner: &[u8]) -> Option<bool> {
    if kind.eq_ignore_ascii_case(b"CNAME") {
        if data.eq_ignore_ascii_case(b"rpz-passthru.") {
            return Some(true);
        }
        if matches!(data, b"." | b"*.") || data.eq_ignore_ascii_case(b"rpz-drop.") {
            return Some(false);
        }
        // As zones of before 2012 let a name pass: it leads to itself.
        let (own, to) = (owner.trim_suffix_dot(), data.trim_suffix_dot());
        let itself = own.strip_prefix(to).is_some_and(|rest| rest.is_empty() || rest.starts_with(b"."));
        return (itself && data.ends_with(b".")).then_some(true);
    }
    let address = kind.eq_ignore_ascii_case(b"A") || kind.eq_ignore_ascii_case(b"AAAA");
    // An address of one's own in the place of a site's: the site is not reached.
    (address && is_address(data)).then_some(false)
}

/// What comes behind times to live and classes: the type, and the rest.
fn past_times(mut rest: &[u8]) -> (&[u8], &[u8]) {
    loop {
        let (word, after) = first_word(rest);
        let class = [&b"IN"[..], b"CH", b"HS"].iter().any(|class| word.eq_ignore_ascii_case(class));
        if word.is_empty() || !(class || is_time(word)) {
            return (word, after);
        }
        rest = after;
    }
}

/// A time to live: seconds, or with units (`1h30m`).
fn is_time(word: &[u8]) -> bool {
    word.first().is_some_and(u8::is_ascii_digit)
        && word.iter().all(|byte| byte.is_ascii_digit() || b"smhdwSMHDW".contains(byte))
}

/// A line without its remark; a semicolon between quotation marks is none.
fn without_remark(line: &[u8]) -> &[u8] {
    let mut quoted = false;
    let end = line.iter().position(|byte| {
        quoted ^= *byte == b'"';
        *byte == b';' && !quoted
    });
    line.get(..end.unwrap_or(line.len())).unwrap_or(line).trim_ascii()
}

pub(super) fn is_zone_line(line: &[u8]) -> bool {
    if line.first() == Some(&b'$') {
        let (word, _) = first_word(line);
        return word.eq_ignore_ascii_case(b"$ttl") || word.eq_ignore_ascii_case(b"$origin");
    }
    let (_, rest) = first_word(line);
    let (kind, data) = past_times(rest);
    !data.is_empty() && (kind.eq_ignore_ascii_case(b"CNAME") || kind.eq_ignore_ascii_case(b"SOA"))
}
