//! A rule of a list, and what the readers of all formats share.

use std::net::IpAddr;
use std::str;

use crate::name::{LABEL_BYTES_MAX, NAME_BYTES_MAX};

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

/// Where names become rules.
pub(super) struct Names {
    lower: [u8; NAME_BYTES_MAX],
}

impl Default for Names {
    fn default() -> Self {
        Self { lower: [0; NAME_BYTES_MAX] }
    }
}

impl Names {
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
