//! Lists as lines of the configuration of two resolvers: dnsmasq(8) and unbound.conf(5).

use super::rule::{Cover, How, Line, Names, Rule, first_word, is_address};

/// Actions of unbound's that give no answer of the site's.
const REFUSING: [&[u8]; 8] = [
    b"always_nxdomain",
    b"always_null",
    b"always_refuse",
    b"always_nodata",
    b"always_deny",
    b"refuse",
    b"deny",
    b"static",
];

/// `address=/one/two/0.0.0.0`, `address=/one/`, `local=/one/`, `server=/one/`.
pub(super) fn dnsmasq(line: &[u8], names: &mut Names, take: &mut impl FnMut(&Rule<'_>)) -> Line {
    let Some((option, value)) = option(line) else { return Line::Wrong };
    let Some(listed) = value.strip_prefix(b"/") else { return Line::Wrong };
    let Some(end) = listed.iter().rposition(|byte| *byte == b'/') else { return Line::Wrong };
    let (listed, to) = (listed.get(..end).unwrap_or_default(), listed.get(end + 1..).unwrap_or_default());
    let to = first_word(to).0;
    let nowhere = to.is_empty() || to == b"#" || is_address(to);
    let exception = option == b"server" && to == b"#";
    // A server of its own for a name is asked, and answers.
    if option == b"server" && !to.is_empty() && !exception || !nowhere {
        return Line::Wrong;
    }
    let mut result = Line::Wrong;
    for name in listed.split(|byte| *byte == b'/').filter(|name| !name.is_empty()) {
        let name = name.strip_prefix(b"*.").or_else(|| name.strip_prefix(b".")).unwrap_or(name);
        let how = How { exception, ..How::refused(Cover::Both) };
        if !names.give(name, how, take) {
            return Line::Wrong;
        }
        result = Line::Taken;
    }
    result
}

/// `local-zone: "name" always_nxdomain`, `local-data: "name A 0.0.0.0"`.
pub(super) fn unbound(line: &[u8], names: &mut Names, take: &mut impl FnMut(&Rule<'_>)) -> Line {
    let (word, rest) = first_word(line);
    if word == b"server:" && rest.is_empty() {
        return Line::Skipped;
    }
    let text: Vec<u8> = rest.iter().copied().filter(|byte| !matches!(byte, b'"' | b'\'')).collect();
    let text = match text.iter().position(|byte| *byte == b'#') {
        Some(end) => text.get(..end).unwrap_or_default().trim_ascii(),
        None => text.trim_ascii(),
    };
    let (name, rest) = first_word(text);
    let how = match word {
        b"local-zone:" => {
            let action = first_word(rest).0;
            if action == b"always_transparent" || action == b"transparent" {
                How { exception: true, ..How::refused(Cover::Both) }
            } else if REFUSING.contains(&action) || action == b"redirect" {
                How::refused(Cover::Both)
            } else {
                return Line::Wrong;
            }
        }
        b"local-data:" => {
            let address = rest.split(u8::is_ascii_whitespace).any(is_address);
            if !address {
                return Line::Wrong;
            }
            How::refused(Cover::Exact)
        }
        _ => return Line::Wrong,
    };
    if names.give(name, how, take) { Line::Taken } else { Line::Wrong }
}

fn option(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = line.iter().position(|byte| *byte == b'=')?;
    let (option, value) = line.split_at_checked(at)?;
    Some((option.trim_ascii(), value.get(1..)?.trim_ascii()))
}

pub(super) fn is_dnsmasq(line: &[u8]) -> bool {
    option(line).is_some_and(|(option, value)| {
        matches!(option, b"address" | b"server" | b"local") && value.starts_with(b"/")
    })
}

pub(super) fn is_unbound(line: &[u8]) -> bool {
    let (word, rest) = first_word(line);
    matches!(word, b"local-zone:" | b"local-data:") || word == b"server:" && rest.is_empty()
}
