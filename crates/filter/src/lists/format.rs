//! The formats that lists come in, and the two plain ones: a hosts file, and a name on a line.
//!
//! A line is taken, or passed over because it says nothing about a name's being refused (a remark, a blank line, what a
//! browser hides on a page), or wrong: whatever its author meant to refuse and cannot be put in force here is counted and
//! shown, never passed over.

use std::net::IpAddr;
use std::str;

use super::{servers, zone};
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
    /// `address=/name/0.0.0.0` and its like, as dnsmasq reads it.
    Dnsmasq,
    /// `local-zone: "name" always_nxdomain` and its like, as unbound reads it.
    Unbound,
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
    /// No exception takes it back, but one that is firm too.
    pub(super) firm: bool,
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
            let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line).trim_ascii();
            let head = line.get(..8).is_some_and(|head| head.eq_ignore_ascii_case(b"[adblock"));
            if line.starts_with(b"||") || line.starts_with(b"@@") || head {
                adguard += 1;
                continue;
            }
            if is_remark(line) {
                continue;
            }
            if zone::is_zone_line(line) {
                return Format::Rpz;
            }
            if servers::is_dnsmasq(line) {
                return Format::Dnsmasq;
            }
            if servers::is_unbound(line) {
                return Format::Unbound;
            }
            let (word, rest) = first_word(line);
            // An address with a name behind it; alone it is one of the addresses among names.
            if (word.contains(&b':') || is_address(word)) && !before_comment(rest).is_empty() {
                hosts += 1;
            } else {
                domains += 1;
            }
        }
        if adguard > 0 && adguard >= hosts.max(domains / 8) {
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
    pub(super) zone: zone::Zone,
    lower: [u8; NAME_BYTES_MAX],
}

/// How a name is taken.
#[derive(Clone, Copy)]
pub(super) struct How {
    pub(super) cover: Cover,
    pub(super) exception: bool,
    pub(super) firm: bool,
}

impl How {
    pub(super) fn refused(cover: Cover) -> Self {
        Self { cover, exception: false, firm: false }
    }
}

impl Reader {
    pub(super) fn new(format: Format) -> Reader {
        Reader { format, zone: zone::Zone::default(), lower: [0; NAME_BYTES_MAX] }
    }

    pub(super) fn line(&mut self, line: &[u8], take: impl FnMut(&Rule<'_>)) -> Line {
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
        match self.format {
            // Whether a line begins with a space says whose record it is.
            Format::Rpz => return self.zone(line, take),
            _ if is_remark(line.trim_ascii()) => return Line::Skipped,
            _ => {}
        }
        let line = line.trim_ascii();
        match self.format {
            Format::Hosts => self.hosts(line, take),
            Format::Domains => self.domain(line, take),
            Format::Adguard => self.adguard(line, take),
            Format::Dnsmasq => self.dnsmasq(line, take),
            Format::Unbound => self.unbound(line, take),
            Format::Rpz => Line::Skipped,
        }
    }

    pub(super) fn hosts(&mut self, line: &[u8], mut take: impl FnMut(&Rule<'_>)) -> Line {
        let line = before_comment(line);
        let (address, mut rest) = first_word(line);
        if !is_address(address) {
            return Line::Wrong;
        }
        let mut result = Line::Skipped;
        while !rest.is_empty() {
            let (name, after) = first_word(rest);
            rest = after;
            // The names of the machine itself, which such files begin with, and addresses listed as names.
            if !name.trim_suffix_dot().contains(&b'.') || name.ends_with(b".localdomain") || is_address(name)
            {
                continue;
            }
            if !self.give(name, How::refused(Cover::Exact), &mut take) {
                return Line::Wrong;
            }
            result = Line::Taken;
        }
        result
    }

    pub(super) fn domain(&mut self, line: &[u8], mut take: impl FnMut(&Rule<'_>)) -> Line {
        let line = before_comment(line);
        // Lists of names hold addresses too: nobody looks them up.
        if is_numbers(line) {
            return Line::Skipped;
        }
        // A page that is the whole of a site is the site; a page within it is not.
        let line = without_scheme(line).unwrap_or(line);
        // Publishers mean the name itself as well when they write a star before it.
        let line = line.strip_prefix(b"*.").or_else(|| line.strip_prefix(b".")).unwrap_or(line);
        // A word alone is more often a page of an error than the end of names.
        if !line.trim_suffix_dot().contains(&b'.') {
            return Line::Wrong;
        }
        if self.give(line, How::refused(Cover::Both), &mut take) { Line::Taken } else { Line::Wrong }
    }

    /// Gives the rule on if its name is one.
    pub(super) fn give(&mut self, name: &[u8], how: How, take: &mut impl FnMut(&Rule<'_>)) -> bool {
        if !name.is_ascii() {
            let Ok(name) = str::from_utf8(name) else { return false };
            return match idna::domain_to_ascii(name) {
                Ok(ascii) => self.give(ascii.as_bytes(), how, take),
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
        let How { cover, exception, firm } = how;
        take(&Rule { name: lower, cover, exception, firm });
        true
    }
}

/// Whether a line says nothing: blank, or a remark of any of the formats.
fn is_remark(line: &[u8]) -> bool {
    line.is_empty()
        || line.starts_with(b"!")
        || line.starts_with(b";")
        || line.starts_with(b"//")
        || line.starts_with(b"# ")
        || line.starts_with(b"#") && !line.starts_with(b"##") && !line.starts_with(b"#@#")
        || line == b"##"
        || line.starts_with(b"###")
        || line.starts_with(b"[") && line.ends_with(b"]")
}

/// A site without the scheme of its address and the slash at its end.
fn without_scheme(line: &[u8]) -> Option<&[u8]> {
    let rest = line.strip_prefix(b"https://").or_else(|| line.strip_prefix(b"http://"))?;
    Some(rest.strip_suffix(b"/").unwrap_or(rest))
}

/// An address, with or without a port or the size of its network.
fn is_numbers(word: &[u8]) -> bool {
    let plain = match word.iter().rposition(|byte| *byte == b'/') {
        Some(at)
            if word
                .get(at + 1..)
                .is_some_and(|size| !size.is_empty() && size.iter().all(u8::is_ascii_digit)) =>
        {
            word.get(..at).unwrap_or(word)
        }
        _ => word,
    };
    is_address(plain) || str::from_utf8(plain).is_ok_and(|word| word.parse::<std::net::SocketAddr>().is_ok())
}

/// The part of a slice before one dot at its end.
pub(super) trait SuffixDot {
    fn trim_suffix_dot(&self) -> &[u8];
}

impl SuffixDot for [u8] {
    fn trim_suffix_dot(&self) -> &[u8] {
        self.strip_suffix(b".").unwrap_or(self)
    }
}

pub(super) fn is_name(name: &[u8]) -> bool {
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

pub(super) fn first_word(text: &[u8]) -> (&[u8], &[u8]) {
    match text.iter().position(u8::is_ascii_whitespace) {
        Some(end) => {
            let (word, rest) = text.split_at(end);
            (word, rest.trim_ascii_start())
        }
        None => (text, &[]),
    }
}

pub(super) fn before_comment(line: &[u8]) -> &[u8] {
    match memchr::memchr(b'#', line) {
        Some(end) => line.get(..end).unwrap_or(&[]).trim_ascii(),
        None => line,
    }
}

pub(super) fn is_address(word: &[u8]) -> bool {
    word == b"0.0.0.0"
        || word == b"127.0.0.1"
        || (word.first().is_some_and(|byte| byte.is_ascii_hexdigit() || *byte == b':')
            && word.last().is_some_and(|byte| byte.is_ascii_hexdigit() || *byte == b':')
            && word.iter().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':'))
            && str::from_utf8(word).is_ok_and(|word| word.parse::<IpAddr>().is_ok()))
}
