//! The four formats that lists come in.

use std::net::IpAddr;
use std::str;

use crate::name::{LABEL_BYTES_MAX, NAME_BYTES_MAX};

/// How a list is written; described in `docs/formats/lists.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `0.0.0.0 name`: the name alone, not what is under it.
    Hosts,
    /// A name on a line: it and what is under it.
    Domains,
    /// `||name^` and `@@||name^`, as ad blockers write them.
    Adguard,
    /// A response policy zone: `name CNAME .` and `*.name CNAME .`.
    Rpz,
}

/// How much of a name's tree a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cover {
    Exact,
    Under,
    Both,
}

/// A rule of a list: a name in lower case without a dot at the end.
pub(super) struct Rule<'a> {
    name: &'a [u8],
    pub(super) cover: Cover,
    pub(super) exception: bool,
}

impl<'a> Rule<'a> {
    pub(super) fn labels_from_right(&self) -> impl Iterator<Item = &'a [u8]> {
        let mut rest = Some(self.name);
        std::iter::from_fn(move || {
            let text = rest?;
            if let Some(dot) = memchr::memrchr(b'.', text) {
                rest = text.get(..dot);
                text.get(dot + 1..)
            } else {
                rest = None;
                Some(text)
            }
        })
    }
}

/// What a line was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    Taken,
    Skipped,
    Wrong,
}

/// Lines that are looked at to find out a format.
const DETECT_LINES_MAX: usize = 400;

impl Format {
    /// The format that the first lines of a list show.
    #[must_use]
    pub fn detect(beginning: &[u8]) -> Format {
        let (mut hosts, mut adguard, mut domains) = (0u32, 0u32, 0u32);
        for line in beginning.split(|&byte| byte == b'\n').take(DETECT_LINES_MAX) {
            let line = line.trim_ascii();
            if line.is_empty() || line.starts_with(b"#") {
                continue;
            }
            if is_zone_line(line) {
                return Format::Rpz;
            }
            if line.starts_with(b"||")
                || line.starts_with(b"@@")
                || line.starts_with(b"!")
                || line.starts_with(b"[")
            {
                adguard += 1;
            } else if first_word(line).0.contains(&b':') || is_address(first_word(line).0) {
                hosts += 1;
            } else {
                domains += 1;
            }
        }
        if adguard > 0 && adguard >= hosts {
            Format::Adguard
        } else if hosts > domains {
            Format::Hosts
        } else {
            Format::Domains
        }
    }
}

/// Reads lines of one format; a zone's lines depend on those before.
pub(super) struct Reader {
    format: Format,
    origin: Vec<u8>,
    lower: [u8; NAME_BYTES_MAX],
}

impl Reader {
    pub(super) fn new(format: Format) -> Reader {
        Reader { format, origin: Vec::new(), lower: [0; NAME_BYTES_MAX] }
    }

    pub(super) fn line(&mut self, line: &[u8], take: impl FnMut(&Rule<'_>)) -> Line {
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line).trim_ascii();
        if line.is_empty() {
            return Line::Skipped;
        }
        match self.format {
            Format::Hosts => self.hosts(line, take),
            Format::Domains => self.domain(line, take),
            Format::Adguard => self.adguard(line, take),
            Format::Rpz => self.zone(line, take),
        }
    }

    fn hosts(&mut self, line: &[u8], mut take: impl FnMut(&Rule<'_>)) -> Line {
        let line = before_comment(line);
        if line.is_empty() {
            return Line::Skipped;
        }
        let (address, mut rest) = first_word(line);
        if !is_address(address) {
            return Line::Wrong;
        }
        let mut result = Line::Skipped;
        while !rest.is_empty() {
            let (name, after) = first_word(rest);
            rest = after;
            // The names of the machine itself, which such files begin with, and addresses listed as names.
            if !name.contains(&b'.') || name.ends_with(b".localdomain") || is_address(name) {
                continue;
            }
            if !self.give(name, Cover::Exact, false, &mut take) {
                return Line::Wrong;
            }
            result = Line::Taken;
        }
        result
    }

    fn domain(&mut self, line: &[u8], mut take: impl FnMut(&Rule<'_>)) -> Line {
        let line = before_comment(line);
        if line.is_empty() || line.starts_with(b"!") {
            return Line::Skipped;
        }
        // Publishers mean the name itself as well when they write a star before it.
        let line = line.strip_prefix(b"*.").or_else(|| line.strip_prefix(b".")).unwrap_or(line);
        // A word alone is more often a page of an error than the end of names.
        if !line.trim_suffix_dot().contains(&b'.') || is_address(line) {
            return Line::Wrong;
        }
        if self.give(line, Cover::Both, false, &mut take) { Line::Taken } else { Line::Wrong }
    }

    fn adguard(&mut self, line: &[u8], mut take: impl FnMut(&Rule<'_>)) -> Line {
        if line.starts_with(b"!") || line.starts_with(b"#") || line.starts_with(b"[") {
            return Line::Skipped;
        }
        let (rule, exception) = match line.strip_prefix(b"@@") {
            Some(rule) => (rule, true),
            None => (line, false),
        };
        let Some(rule) = rule.strip_prefix(b"||") else {
            // A name alone or a line of a hosts file may stand in such a list; all else is for browsers.
            let (word, rest) = first_word(rule);
            return if is_address(word) {
                self.hosts(line, take)
            } else if rest.is_empty() && !exception && word.contains(&b'.') && is_name(word) {
                self.domain(word, take)
            } else {
                Line::Skipped
            };
        };
        let (name, options) = match memchr::memchr(b'^', rule) {
            Some(end) => rule.split_at(end),
            None => return Line::Skipped,
        };
        let options =
            options.get(1..).unwrap_or(&[]).strip_prefix(b"|").unwrap_or(options.get(1..).unwrap_or(&[]));
        // With any other option the rule is about something narrower than a name.
        if !matches!(options, b"" | b"$important" | b"$all" | b"$document" | b"$doc") {
            return Line::Skipped;
        }
        if name.iter().any(|byte| matches!(byte, b'*' | b'/' | b':' | b'=')) {
            return Line::Skipped;
        }
        if self.give(name, Cover::Both, exception, &mut take) { Line::Taken } else { Line::Wrong }
    }

    fn zone(&mut self, line: &[u8], mut take: impl FnMut(&Rule<'_>)) -> Line {
        let line = match memchr::memchr(b';', line) {
            Some(end) => line.get(..end).unwrap_or(&[]).trim_ascii(),
            None => line,
        };
        if line.is_empty() {
            return Line::Skipped;
        }
        let (owner, mut rest) = first_word(line);
        if owner.eq_ignore_ascii_case(b"$origin") {
            self.origin = first_word(rest).0.trim_suffix_dot().to_ascii_lowercase();
            return Line::Skipped;
        }
        if owner.starts_with(b"$")
            || owner.starts_with(b"@")
            || owner == b"IN"
            || owner == b"NS"
            || owner == b")"
        {
            return Line::Skipped;
        }
        let mut word;
        loop {
            (word, rest) = first_word(rest);
            let is_class = word.eq_ignore_ascii_case(b"IN");
            if word.is_empty() || !(is_class || word.iter().all(u8::is_ascii_digit)) {
                break;
            }
        }
        if !word.eq_ignore_ascii_case(b"CNAME") {
            // The lines of a zone's head, and actions that answer with data of their own.
            let known = [&b"SOA"[..], b"NS", b"A", b"AAAA", b"TXT"]
                .iter()
                .any(|kind| word.eq_ignore_ascii_case(kind));
            let numbers =
                line.iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_whitespace() || *byte == b')');
            return if known || numbers { Line::Skipped } else { Line::Wrong };
        }
        let (target, _) = first_word(rest);
        let exception = target.eq_ignore_ascii_case(b"rpz-passthru.");
        if !(exception || matches!(target, b"." | b"*.") || target.eq_ignore_ascii_case(b"rpz-drop.")) {
            return Line::Skipped;
        }
        let (owner, cover) = match owner.strip_prefix(b"*.") {
            Some(owner) => (owner, Cover::Under),
            None => (owner, Cover::Exact),
        };
        let origin = std::mem::take(&mut self.origin);
        let name = without_origin(owner, &origin);
        let trigger = [&b".rpz-ip"[..], b".rpz-nsdname", b".rpz-nsip", b".rpz-client-ip"];
        let line = if trigger.iter().any(|end| name.ends_with(end)) {
            Line::Skipped
        } else if self.give(name, cover, exception, &mut take) {
            Line::Taken
        } else {
            Line::Wrong
        };
        self.origin = origin;
        line
    }

    /// Gives the rule on if its name is one.
    fn give(&mut self, name: &[u8], cover: Cover, exception: bool, take: &mut impl FnMut(&Rule<'_>)) -> bool {
        if !name.is_ascii() {
            let Ok(name) = str::from_utf8(name) else { return false };
            return match idna::domain_to_ascii(name) {
                Ok(ascii) => self.give(ascii.as_bytes(), cover, exception, take),
                Err(_) => false,
            };
        }
        let name = name.trim_suffix_dot();
        if !is_name(name) {
            return false;
        }
        let Some(lower) = self.lower.get_mut(..name.len()) else { return false };
        lower.copy_from_slice(name);
        lower.make_ascii_lowercase();
        take(&Rule { name: lower, cover, exception });
        true
    }
}

/// The part of a slice before one dot at its end.
trait SuffixDot {
    fn trim_suffix_dot(&self) -> &[u8];
}

impl SuffixDot for [u8] {
    fn trim_suffix_dot(&self) -> &[u8] {
        self.strip_suffix(b".").unwrap_or(self)
    }
}

fn is_name(name: &[u8]) -> bool {
    if name.is_empty() || name.len() > NAME_BYTES_MAX - 2 {
        return false;
    }
    let mut size = 0usize;
    for &byte in name {
        if byte == b'.' {
            if size == 0 {
                return false;
            }
            size = 0;
        } else if byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_' {
            size += 1;
            if size > LABEL_BYTES_MAX {
                return false;
            }
        } else {
            return false;
        }
    }
    size > 0
}

fn first_word(text: &[u8]) -> (&[u8], &[u8]) {
    match text.iter().position(u8::is_ascii_whitespace) {
        Some(end) => {
            let (word, rest) = text.split_at(end);
            (word, rest.trim_ascii_start())
        }
        None => (text, &[]),
    }
}

fn before_comment(line: &[u8]) -> &[u8] {
    match memchr::memchr(b'#', line) {
        Some(end) => line.get(..end).unwrap_or(&[]).trim_ascii(),
        None => line,
    }
}

fn is_address(word: &[u8]) -> bool {
    word == b"0.0.0.0"
        || word == b"127.0.0.1"
        || (word.first().is_some_and(|byte| byte.is_ascii_hexdigit() || *byte == b':')
            && word.last().is_some_and(|byte| byte.is_ascii_hexdigit() || *byte == b':')
            && word.iter().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':'))
            && str::from_utf8(word).is_ok_and(|word| word.parse::<IpAddr>().is_ok()))
}

fn is_zone_line(line: &[u8]) -> bool {
    if line.len() >= 4 && line.first() == Some(&b'$') {
        let (word, _) = first_word(line);
        return word.eq_ignore_ascii_case(b"$ttl") || word.eq_ignore_ascii_case(b"$origin");
    }
    let mut rest = line;
    for place in 0..4 {
        let (word, after) = first_word(rest);
        if place > 0 && (word.eq_ignore_ascii_case(b"CNAME") || word.eq_ignore_ascii_case(b"SOA")) {
            return true;
        }
        rest = after;
    }
    false
}

/// A name relative to its zone; a whole one ends with a dot and may end with the zone's own name.
fn without_origin<'a>(owner: &'a [u8], origin: &[u8]) -> &'a [u8] {
    let Some(whole) = owner.strip_suffix(b".") else { return owner };
    if origin.is_empty() || whole.len() <= origin.len() + 1 {
        return whole;
    }
    let (start, end) = whole.split_at(whole.len() - origin.len());
    match start.strip_suffix(b".") {
        Some(name) if end.eq_ignore_ascii_case(origin) => name,
        _ => whole,
    }
}
