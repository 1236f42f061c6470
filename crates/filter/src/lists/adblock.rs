//! Rules as ad blockers write them, as far as they are about names (AdGuard's "DNS filtering syntax", read November 2026).

use super::plain::hosts;
use super::rule::{Cover, How, Line, Names, Rule, first_word, is_address, is_name};

/// What separates the pages that a browser hides something on from what it hides.
const COSMETIC: [&[u8]; 12] =
    [b"##", b"#@#", b"#?#", b"#@?#", b"#$#", b"#@$#", b"#$?#", b"#@$?#", b"#%#", b"#@%#", b"$$", b"$@$"];

/// What a rule does to a name, by its options.
enum Does {
    Refuses {
        firm: bool,
    },
    /// Something that cannot be put in force here.
    Else,
}

pub(super) fn line(line: &[u8], names: &mut Names, take: &mut impl FnMut(&Rule<'_>)) -> Line {
    if COSMETIC.iter().any(|mark| contains(line, mark)) {
        return Line::Skipped;
    }
    let (rule, exception) = match line.strip_prefix(b"@@") {
        Some(rule) => (rule, true),
        None => (line, false),
    };
    // A regular expression, and whatever else begins so, is about pages or about more names than can be listed.
    if rule.starts_with(b"/") {
        return Line::Wrong;
    }
    let (pattern, options) = match memchr::memrchr(b'$', rule) {
        Some(at) => (rule.get(..at).unwrap_or_default(), rule.get(at + 1..).unwrap_or_default()),
        None => (rule, &b""[..]),
    };
    let Does::Refuses { firm } = does(options) else { return Line::Wrong };
    let (word, rest) = first_word(pattern);
    if is_address(word) && !rest.is_empty() && !exception && options.is_empty() {
        return hosts(line, names, take);
    }
    let Some((name, cover)) = named(pattern) else { return Line::Wrong };
    // A star or an address alone is no name.
    if !is_name(name.strip_suffix(b".").unwrap_or(name)) && name.is_ascii() || is_address(name) {
        return Line::Wrong;
    }
    if names.give(name, How { cover, exception, firm }, take) { Line::Taken } else { Line::Wrong }
}

fn contains(line: &[u8], part: &[u8]) -> bool {
    memchr::memmem::find(line, part).is_some()
}

/// The name that a pattern is about, and whether what is under it is meant too.
fn named(pattern: &[u8]) -> Option<(&[u8], Cover)> {
    let ended = pattern.strip_suffix(b"|").unwrap_or(pattern);
    let ended = ended.strip_suffix(b"^").unwrap_or(ended);
    let (rest, cover) = if let Some(rest) = ended.strip_prefix(b"||") {
        (rest, Cover::Both)
    } else if let Some(rest) = ended.strip_prefix(b"|") {
        (rest, Cover::Exact)
    } else {
        (ended, Cover::Both)
    };
    let schemes: [&[u8]; 4] = [b"https://", b"http://", b"://", b"//"];
    let rest = schemes.iter().find_map(|scheme| rest.strip_prefix(*scheme)).unwrap_or(rest);
    let rest = rest.strip_suffix(b"/").unwrap_or(rest);
    let (name, cover) = match rest.strip_prefix(b"*.") {
        // What is under it, and not the name itself; a name without an anchor means itself as well.
        Some(rest) if pattern.starts_with(b"|") => (rest, Cover::Under),
        Some(rest) => (rest, Cover::Both),
        None => (rest, cover),
    };
    name.contains(&b'.').then_some((name, cover))
}

/// What a rule with these options does to a name.
fn does(options: &[u8]) -> Does {
    let mut firm = false;
    let all = options.split(|byte| *byte == b',').map(<[u8]>::trim_ascii).filter(|option| !option.is_empty());
    for option in all {
        match option {
            b"important" => firm = true,
            // The whole name, in other words.
            b"all" | b"document" | b"doc" | b"network" => {}
            _ if option.strip_prefix(b"dnsrewrite=").is_some_and(refuses) => {}
            // Anything else narrows it to some pages, devices or types, or answers with something of its own.
            _ => return Does::Else,
        }
    }
    Does::Refuses { firm }
}

/// Whether what a rule answers instead is no answer: a refusal, nothing, or an address that leads nowhere.
fn refuses(value: &[u8]) -> bool {
    let mut parts = value.split(|byte| *byte == b';');
    let (code, kind, data) =
        (parts.next().unwrap_or_default(), parts.next(), parts.next().unwrap_or_default());
    let nowhere =
        |address: &[u8]| matches!(address, b"0.0.0.0" | b"::" | b"127.0.0.1" | b"::1" | b"0:0:0:0:0:0:0:0");
    match code.to_ascii_uppercase().as_slice() {
        b"NXDOMAIN" | b"REFUSED" | b"SERVFAIL" => true,
        b"NOERROR" => kind.is_none_or(<[u8]>::is_empty) || nowhere(data),
        _ => kind.is_none() && nowhere(code),
    }
}
