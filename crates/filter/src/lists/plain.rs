//! The two plain formats: a hosts file, and a name on a line.

use std::str;

use super::rule::{Cover, How, Line, Names, Rule, SuffixDot, before_comment, first_word, is_address};

pub(super) fn hosts(line: &[u8], names: &mut Names, take: &mut impl FnMut(&Rule<'_>)) -> Line {
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
        if !name.trim_suffix_dot().contains(&b'.') || name.ends_with(b".localdomain") || is_address(name) {
            continue;
        }
        if !names.give(name, How::refused(Cover::Exact), take) {
            return Line::Wrong;
        }
        result = Line::Taken;
    }
    result
}

pub(super) fn domain(line: &[u8], names: &mut Names, take: &mut impl FnMut(&Rule<'_>)) -> Line {
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
    if names.give(line, How::refused(Cover::Both), take) { Line::Taken } else { Line::Wrong }
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
