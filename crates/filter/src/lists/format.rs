//! The formats that lists come in.
//!
//! A line is taken, or passed over because it says nothing about a name's being refused (a remark, a blank line, what a
//! browser hides on a page), or wrong: whatever its author meant to refuse and cannot be put in force here is counted and
//! shown, never passed over.

use super::rule::{Line, Names, Rule, before_comment, first_word, is_address};
use super::zone::{self, Zone};
use super::{adblock, plain, servers};

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
    zone: Zone,
    names: Names,
}

impl Reader {
    pub(super) fn new(format: Format) -> Reader {
        Reader { format, zone: Zone::default(), names: Names::default() }
    }

    pub(super) fn line(&mut self, line: &[u8], mut take: impl FnMut(&Rule<'_>)) -> Line {
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
        let (names, take) = (&mut self.names, &mut take);
        if self.format == Format::Rpz {
            // Whether a line begins with a space says whose record it is.
            return self.zone.line(line, names, take);
        }
        let line = line.trim_ascii();
        if is_remark(line) {
            return Line::Skipped;
        }
        match self.format {
            Format::Hosts => plain::hosts(line, names, take),
            Format::Domains => plain::domain(line, names, take),
            Format::Adguard => adblock::line(line, names, take),
            Format::Dnsmasq => servers::dnsmasq(line, names, take),
            Format::Unbound => servers::unbound(line, names, take),
            Format::Rpz => Line::Skipped,
        }
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
