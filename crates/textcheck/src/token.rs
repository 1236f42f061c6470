//! A text as words: where each one is, how it is written, what lies before it, and what is known about it.

use crate::fold::{fold, is_apostrophe, is_invisible, is_letter, is_unspaced};
use crate::lexicon::{Known, Lexicon, SHORT_BYTES_MAX, short};

/// What lies between a word and the one before it, as bits.
pub(crate) mod gap {
    pub(crate) const SPACE: u8 = 1;
    pub(crate) const LINE: u8 = 2;
    pub(crate) const HYPHEN: u8 = 4;
    pub(crate) const DOT: u8 = 8;
    pub(crate) const COMMA: u8 = 16;
    /// What ends a sentence or announces one, and the beginning of the text.
    pub(crate) const STOP: u8 = 32;
    /// Quotation marks and brackets.
    pub(crate) const QUOTE: u8 = 64;
    /// Anything else: `#`, `@`, `/`, emoji.
    pub(crate) const OTHER: u8 = 128;
}

/// How a word is written, as bits.
pub(crate) mod shape {
    /// The first letter is a capital.
    pub(crate) const CAPITAL: u8 = 1;
    /// The first letter is a small one.
    pub(crate) const SMALL: u8 = 2;
    /// Two letters or more, all of them capitals.
    pub(crate) const SHOUTED: u8 = 4;
    /// It begins with one of the digits 0 to 9.
    pub(crate) const NUMBER: u8 = 8;
    /// There is one of these digits somewhere in it.
    pub(crate) const DIGIT: u8 = 16;
    /// Some of it is in a script without spaces between words.
    pub(crate) const UNSPACED: u8 = 32;
    /// It is ASCII throughout, its apostrophes apart.
    pub(crate) const ASCII: u8 = 64;
}

/// A word of the text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    /// Where it begins, in bytes.
    pub(crate) start: usize,
    /// Where it ends, with an `'s` if it has one.
    pub(crate) end: usize,
    /// What is known about it as a whole.
    pub(crate) whole: Known,
    /// The number of the word without its `'s`; [`Known::NOTHING`]'s without one.
    pub(crate) stem: u32,
    /// How many bytes its `'s` takes, apostrophe included.
    pub(crate) suffix: u8,
    /// Bits of [`gap`].
    pub(crate) gap: u8,
    /// Bits of [`shape`].
    pub(crate) shape: u8,
}

impl Token {
    /// Where it ends without an `'s`.
    pub(crate) fn stem_end(&self) -> usize {
        self.end - usize::from(self.suffix)
    }

    pub(crate) fn is(&self, shape: u8) -> bool {
        self.shape & shape != 0
    }

    pub(crate) fn tagged(&self, tags: u32) -> bool {
        self.whole.tags & tags != 0
    }

    /// Whether any of these bits of [`gap`] lie before it.
    pub(crate) fn is_after_any(&self, gap: u8) -> bool {
        self.gap & gap != 0
    }

    /// Whether no more than these bits of [`gap`] lie before it.
    pub(crate) fn after(&self, gap: u8) -> bool {
        self.gap & !gap == 0
    }
}

/// For each ASCII byte the bit of [`gap`] that it stands for; 0 for what words are made of, and `&` is a word.
static MARKS: [u8; 128] = {
    let mut table = [gap::OTHER; 128];
    let mut byte = 0;
    while byte < 128 {
        let mark = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'&' => 0,
            b' ' | b'\t' => gap::SPACE,
            b'\n' | b'\r' => gap::LINE,
            b'-' | b'_' => gap::HYPHEN,
            b'.' => gap::DOT,
            b',' => gap::COMMA,
            b'!' | b'?' | b';' | b':' => gap::STOP,
            b'"' | b'\'' | b'(' | b')' | b'[' | b']' | b'`' => gap::QUOTE,
            _ => gap::OTHER,
        };
        #[expect(clippy::indexing_slicing, reason = "checked when compiling")]
        {
            table[byte] = mark;
        }
        byte += 1;
    }
    table
};

/// For each length the bytes that a word of this length takes of sixteen.
static MASKS: [u128; SHORT_BYTES_MAX] = {
    let mut table = [0; SHORT_BYTES_MAX];
    let mut length = 1;
    while length < SHORT_BYTES_MAX {
        #[expect(clippy::indexing_slicing, reason = "checked when compiling")]
        {
            table[length] = u128::MAX >> (8 * (SHORT_BYTES_MAX - length));
        }
        length += 1;
    }
    table
};

/// Cuts a text into words from `start` on and looks each one up.
pub(crate) fn tokens(text: &str, start: usize, lexicon: &Lexicon, all: &mut Vec<Token>) {
    let mut scratch = String::new();
    let (mut at, mut gap) = (start, gap::STOP);
    while let Some(&byte) = text.as_bytes().get(at) {
        let ascii = MARKS.get(usize::from(byte));
        if ascii == Some(&0) {
            if let Some(token) = quick(text.as_bytes(), at, gap, lexicon) {
                at = token.end;
                gap = 0;
                all.push(token);
                continue;
            }
        } else if let Some(mark) = ascii {
            gap |= mark;
            at += 1;
            continue;
        } else {
            let c = rest(text, at).chars().next().unwrap_or(' ');
            if !is_letter(c) {
                gap |= mark(c);
                at += c.len_utf8();
                continue;
            }
        }
        let token = slow(text, at, gap, lexicon, &mut scratch);
        at = token.end;
        gap = 0;
        all.push(token);
    }
}

fn rest(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or("")
}

/// The bit of [`gap`] for what is no letter.
fn mark(c: char) -> u8 {
    match c {
        c if is_invisible(c) => 0,
        '\u{2028}' | '\u{2029}' | '\u{85}' => gap::LINE,
        c if c.is_whitespace() => gap::SPACE,
        '‐' | '‑' | '–' | '—' => gap::HYPHEN,
        '，' | '、' | '،' => gap::COMMA,
        '…' | '。' | '！' | '？' | '；' | '：' | '؟' | '؛' => gap::STOP,
        '“' | '”' | '‘' | '’' | '„' | '«' | '»' | '´' => gap::QUOTE,
        _ => gap::OTHER,
    }
}

/// Reads a short word of plain letters and digits, all of it at once; `None` if it is no such word.
///
/// In ASCII, the bit 0x20 makes a letter small and is set in digits anyway, and the bit 0x40 is set in letters only.
#[inline]
fn quick(bytes: &[u8], start: usize, gap: u8, lexicon: &Lexicon) -> Option<Token> {
    const SMALL: u128 = u128::from_le_bytes([0x20; SHORT_BYTES_MAX]);
    const LETTER: u128 = u128::from_le_bytes([0x40; SHORT_BYTES_MAX]);
    let rest = bytes.get(start..)?;
    let chunk: [u8; SHORT_BYTES_MAX] = match rest.first_chunk() {
        Some(chunk) => *chunk,
        None => short(rest)?.to_le_bytes(),
    };
    let mut beyond = [0; SHORT_BYTES_MAX];
    for (beyond, byte) in beyond.iter_mut().zip(chunk) {
        let word = (byte | 0x20).wrapping_sub(b'a') < 26 || byte.wrapping_sub(b'0') < 10;
        *beyond = if word { 0 } else { 0xff };
    }
    let length = usize::try_from(u128::from_le_bytes(beyond).trailing_zeros() / 8).ok()?;
    if !(1..SHORT_BYTES_MAX).contains(&length) || matches!(chunk.get(length), Some(b'\'' | b'`' | 128..)) {
        return None;
    }
    let mask = *MASKS.get(length)?;
    let written = u128::from_le_bytes(chunk) & mask;
    let capitals = !written & SMALL & mask;
    let digits = !written & LETTER & mask;
    let shape = if capitals | digits == 0 {
        shape::ASCII | shape::SMALL
    } else {
        let shouted =
            written & SMALL & (written & LETTER) >> 1 == 0 && capitals & capitals.wrapping_sub(1) != 0;
        let [first, ..] = chunk;
        let is = |yes: bool, shape: u8| if yes { shape } else { 0 };
        shape::ASCII
            | is(first.is_ascii_uppercase(), shape::CAPITAL)
            | is(first.is_ascii_lowercase(), shape::SMALL)
            | is(first.is_ascii_digit(), shape::NUMBER)
            | is(digits != 0, shape::DIGIT)
            | is(shouted, shape::SHOUTED)
    };
    let whole = lexicon.short(written | SMALL & mask);
    Some(Token { start, end: start + length, whole, stem: Known::NOTHING.word, suffix: 0, gap, shape })
}

/// Reads any word, letter by letter.
fn slow(text: &str, start: usize, gap: u8, lexicon: &Lexicon, scratch: &mut String) -> Token {
    let (mut end, mut apostrophe, mut waiting) = (start, None, None);
    for (at, c) in rest(text, start).char_indices() {
        let at = start + at;
        if is_apostrophe(c) && waiting.is_none() {
            waiting = Some(at);
        } else if is_letter(c) && !is_apostrophe(c) {
            apostrophe = waiting.take().or(apostrophe);
            end = at + c.len_utf8();
        } else if !is_invisible(c) {
            break;
        }
    }
    if end == start {
        // An `&`, or a letter that is an apostrophe and has none beside it.
        let length = rest(text, start).chars().next().map_or(1, char::len_utf8);
        let and = text.as_bytes().get(start) == Some(&b'&');
        let whole = if and { lexicon.known("and") } else { Known::NOTHING };
        let end = start + length;
        return Token { start, end, whole, stem: Known::NOTHING.word, suffix: 0, gap, shape: shape::ASCII };
    }
    let mut known = |word: Option<&str>| {
        scratch.clear();
        fold(word.unwrap_or(""), scratch);
        lexicon.known(scratch)
    };
    let whole = known(text.get(start..end));
    let shape = shape_of(text.get(start..end).unwrap_or(""));
    let mut found = Token { start, end, whole, stem: Known::NOTHING.word, suffix: 0, gap, shape };
    let suffix = |at: &usize| text.get(*at..end).is_some_and(is_suffix);
    if let Some(before) = apostrophe.filter(suffix) {
        let stem = known(text.get(start..before));
        found.suffix = u8::try_from(end - before).unwrap_or(0);
        found.stem = stem.word;
        found.whole.tags |= stem.tags;
    }
    found
}

/// Whether it is `'s`, `'ll` or the like.
fn is_suffix(suffix: &str) -> bool {
    let mut letters =
        suffix.chars().filter(|c| !is_apostrophe(*c) && !is_invisible(*c)).map(|c| c.to_ascii_lowercase());
    let letters = [letters.next(), letters.next(), letters.next()];
    matches!(
        letters,
        [Some('s' | 'd' | 'm'), None, None]
            | [Some('l'), Some('l'), None]
            | [Some('r' | 'v'), Some('e'), None]
    )
}

fn shape_of(word: &str) -> u8 {
    let (mut shape, mut capitals, mut letters) = (shape::ASCII, 0, 0);
    for c in word.chars() {
        letters += usize::from(c.is_alphabetic());
        capitals += usize::from(c.is_uppercase());
        shape |= if c.is_ascii_digit() { shape::DIGIT } else { 0 };
        shape |= if is_unspaced(c) { shape::UNSPACED } else { 0 };
        shape &= if c.is_ascii() || is_apostrophe(c) { !0 } else { !shape::ASCII };
    }
    let first = word.chars().next().unwrap_or(' ');
    shape |= if first.is_uppercase() { shape::CAPITAL } else { 0 };
    shape |= if first.is_lowercase() { shape::SMALL } else { 0 };
    shape |= if first.is_ascii_digit() { shape::NUMBER } else { 0 };
    shape | if capitals > 1 && capitals == letters { shape::SHOUTED } else { 0 }
}

#[cfg(test)]
mod tests;
