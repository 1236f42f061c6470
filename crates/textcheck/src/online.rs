//! Email addresses, handles, links to profiles, and names run together in hashtags.

use crate::finding::Sure;
use crate::fold::{WORD_BYTES_MAX, fold};
use crate::lexicon::{Form, Lexicon, Meaning};
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

/// Where a link ends that a word stands in.
pub(crate) fn link_end(text: &str, start: usize) -> usize {
    run(text.as_bytes(), start, HOST_BYTES_MAX, |byte| byte > b' ' && !b"\"'<>()[]".contains(&byte))
}

/// Fewer letters are a part of too many words.
const RUN_TOGETHER_MIN: usize = 4;

/// The names that are run together with other words: `#HappyBirthdayAsha`, `ashapatel22`, and, less surely,
/// `#happybirthdayasha` and `ashabakes`.
pub(crate) fn hidden<'a>(
    text: &str,
    token: &Token,
    lexicon: &'a Lexicon,
) -> Vec<(Range<usize>, &'a Meaning, Sure)> {
    let word = text.get(token.start..token.end).unwrap_or_default();
    if word.len() > WORD_BYTES_MAX {
        return Vec::new();
    }
    let pieces = humps(word);
    let name = |at: Range<usize>| {
        let mut folded = String::new();
        fold(word.get(at)?, &mut folded);
        let root = lexicon.root(lexicon.known(&folded).word)?;
        lexicon.meanings(root).iter().find(|meaning| {
            matches!(meaning.form, Form::Full | Form::First | Form::PartOfFirst)
                || meaning.form == Form::Surname && folded.len() >= RUN_TOGETHER_MIN && !meaning.ordinary
        })
    };
    let mut found = Vec::new();
    let mut from = 0;
    while from < pieces.len() {
        // The longest run of pieces that is a name.
        let longest = (from + 1..=pieces.len()).rev().find_map(|to| {
            let (start, end) = (pieces.get(from)?.start, pieces.get(to - 1)?.end);
            if (start, end) == (0, word.len()) {
                return None;
            }
            Some((to, start..end, name(start..end)?))
        });
        let Some((to, at, meaning)) = longest else {
            from += 1;
            continue;
        };
        let sure = if meaning.ordinary { Sure::Possible } else { Sure::Certain };
        found.push((token.start + at.start..token.start + at.end, meaning, sure));
        from = to;
    }
    if found.is_empty() {
        found.extend(
            pieces
                .iter()
                .filter_map(|piece| edge(word, piece, &name))
                .map(|(at, meaning)| (token.start + at.start..token.start + at.end, meaning, Sure::Possible)),
        );
    }
    found
}

/// A name of some length at the end or the beginning of letters that are written alike.
fn edge<'a>(
    word: &str,
    piece: &Range<usize>,
    name: &impl Fn(Range<usize>) -> Option<&'a Meaning>,
) -> Option<(Range<usize>, &'a Meaning)> {
    let letters = word.get(piece.clone())?;
    if letters.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let cuts: Vec<usize> = letters.char_indices().map(|(at, _)| piece.start + at).skip(1).collect();
    let long =
        |at: &Range<usize>| word.get(at.clone()).is_some_and(|part| part.chars().count() >= RUN_TOGETHER_MIN);
    let tails = cuts.iter().map(|cut| *cut..piece.end);
    let heads = cuts.iter().rev().map(|cut| piece.start..*cut);
    let whole = std::iter::once(piece.clone()).filter(|at| (at.start, at.end) != (0, word.len()));
    whole
        .chain(tails)
        .chain(heads)
        .filter(long)
        .find_map(|at| Some((at.clone(), name(at)?)))
        .filter(|(_, meaning)| !meaning.ordinary)
}

/// A word cut where small letters become capitals, and where letters become digits.
fn humps(word: &str) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut start = 0;
    for ((_, before), (at, c)) in word.char_indices().zip(word.char_indices().skip(1)) {
        let hump = !before.is_uppercase() && c.is_uppercase();
        if hump || before.is_numeric() != c.is_numeric() {
            all.push(start..at);
            start = at;
        }
    }
    all.push(start..word.len());
    all
}

#[cfg(test)]
mod tests;
