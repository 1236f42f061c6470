//! Email addresses, handles, links to profiles, and names run together in hashtags.

use crate::finding::Sure;
use crate::fold::WORD_BYTES_MAX;
use crate::lexicon::Lexicon;
use crate::token::{Token, gap, shape};
use crate::words::Tag;
use std::ops::Range;

/// The longest part before the `@`, by RFC 5321.
const LOCAL_BYTES_MAX: usize = 64;
/// The longest name of a host.
const HOST_BYTES_MAX: usize = 253;

/// What an `@` makes of the word after it.
pub(crate) enum At {
    /// An email address.
    Email(Range<usize>),
    /// Somebody's name on a network.
    Handle(Range<usize>, Sure),
}

/// The mark that stands right before a word.
pub(crate) fn mark(text: &str, token: &Token) -> Option<u8> {
    text.as_bytes().get(token.start.checked_sub(1)?).copied()
}

/// The email address or handle that the word after an `@` belongs to.
pub(crate) fn at_sign(text: &str, token: &Token) -> Option<At> {
    let sign = token.start - 1;
    let bytes = text.as_bytes();
    let local = |byte: &u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(byte);
    let before = bytes
        .get(sign.saturating_sub(LOCAL_BYTES_MAX)..sign)?
        .iter()
        .rev()
        .take_while(|byte| local(byte))
        .count();
    if before == 0 {
        let end = run(bytes, token.start, LOCAL_BYTES_MAX, |byte| {
            byte.is_ascii_alphanumeric() || b"._".contains(&byte)
        });
        let name = text.get(token.start..end)?;
        let meant =
            name.len() > 1 && name.bytes().any(|byte| byte.is_ascii_alphabetic()) && !token.is(shape::NUMBER);
        let sure = if token.tagged(Tag::Ordinary.bit()) && name.len() == token.end - token.start {
            Sure::Possible
        } else {
            Sure::Certain
        };
        return meant.then_some(At::Handle(sign..end, sure));
    }
    let end =
        run(bytes, token.start, HOST_BYTES_MAX, |byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
    let (_, top) = text.get(token.start..end)?.rsplit_once('.')?;
    let real = top.len() > 1 && top.bytes().all(|byte| byte.is_ascii_alphabetic());
    real.then(|| At::Email(sign - before..end))
}

/// Where a run of certain bytes ends, without dots and hyphens that end it.
fn run(bytes: &[u8], start: usize, most: usize, is: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(start..).unwrap_or(&[]);
    let length = rest.iter().take(most).take_while(|byte| is(**byte)).count();
    let trailing =
        rest.get(..length).unwrap_or(&[]).iter().rev().take_while(|byte| b".-/".contains(byte)).count();
    start + length - trailing
}

/// The page of somebody on a network, `facebook.com/nadia.bakes`, or what they are called there, `insta: nadiabakes`.
pub(crate) fn profile(text: &str, tokens: &[Token], at: usize) -> Option<(Range<usize>, Sure)> {
    let network = tokens.get(at)?;
    let next = tokens.get(at + 1)?;
    if text.get(network.end..next.end) == Some(".com") {
        let path = text.get(next.end..)?.strip_prefix('/')?;
        let page = |byte: u8| byte.is_ascii_alphanumeric() || b"._-/@%".contains(&byte);
        let start = next.end + 1;
        let end = run(text.as_bytes(), start, HOST_BYTES_MAX, page);
        return (end > start && !path.is_empty()).then_some((network.start..end, Sure::Certain));
    }
    let announced = next.after(gap::STOP | gap::SPACE) && next.is_after_any(gap::STOP);
    let colon = text.get(network.end..next.start).is_some_and(|between| between.trim() == ":");
    let named = !next.tagged(Tag::Ordinary.bit()) && next.is(shape::ASCII) && next.end - next.start > 2;
    (announced && colon && named).then(|| {
        let end = run(text.as_bytes(), next.start, LOCAL_BYTES_MAX, |byte| {
            byte.is_ascii_alphanumeric() || b"._".contains(&byte)
        });
        (next.start..end.max(next.end), Sure::Possible)
    })
}

/// The parts of a hashtag that are words of a name: `#HappyBirthdayAsha`, and, less surely, `#happybirthdayasha`.
/// Each with the word's number.
pub(crate) fn hidden(text: &str, token: &Token, lexicon: &Lexicon) -> Vec<(Range<usize>, u32, Sure)> {
    let Some(tag) =
        text.get(token.start..token.end).filter(|tag| tag.is_ascii() && tag.len() <= WORD_BYTES_MAX)
    else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let small = tag.to_ascii_lowercase();
    let name = |at: Range<usize>| {
        let known = lexicon.known(small.get(at)?);
        (known.tags & Tag::Name.bit() != 0).then_some(known)
    };
    let mut start = 0;
    let humps = tag.bytes().zip(tag.bytes().skip(1)).enumerate();
    let humps =
        humps.filter(|(_, (a, b))| !a.is_ascii_uppercase() && b.is_ascii_uppercase()).map(|(at, _)| at + 1);
    for end in humps.chain([tag.len()]) {
        if let Some(known) = name(start..end).filter(|_| end - start < tag.len()) {
            let sure = if known.tags & Tag::Ordinary.bit() == 0 { Sure::Certain } else { Sure::Possible };
            found.push((token.start + start..token.start + end, known.word, sure));
        }
        start = end;
    }
    // Without capitals: a name of some length at the end.
    if found.is_empty() && !tag.bytes().skip(1).any(|byte| byte.is_ascii_uppercase()) {
        let tail = (1..tag.len().saturating_sub(3)).find_map(|at| Some((at, name(at..tag.len())?)));
        let tail = tail.filter(|(_, known)| known.tags & Tag::Ordinary.bit() == 0);
        found.extend(tail.map(|(at, known)| (token.start + at..token.end, known.word, Sure::Possible)));
    }
    found
}

#[cfg(test)]
mod tests;
