//! A text as words: where each one is, how it is written, what lies before it, and what is known about it.

use crate::fold::{WORD_BYTES_MAX, fold, is_apostrophe, is_invisible, is_letter, is_unspaced};
use crate::lexicon::{Known, Lexicon};

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

/// For each byte: small letter or digit it folds to, or 0 where it is no letter.
static FOLDED: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            #[expect(clippy::indexing_slicing, reason = "checked when compiling")]
            {
                table[byte] = (byte as u8).to_ascii_lowercase();
            }
        }
        byte += 1;
    }
    table
};

/// Cuts a text into words and looks each one up.
pub(crate) fn tokens(text: &str, lexicon: &Lexicon) -> Vec<Token> {
    let mut all = Vec::with_capacity(text.len() / 5);
    let mut scratch = String::new();
    let mut at = 0;
    let mut gap = gap::STOP;
    while let Some(&byte) = text.as_bytes().get(at) {
        let letter = if byte < 128 {
            folded(byte) != 0 || byte == b'&'
        } else {
            rest(text, at).chars().next().is_some_and(is_letter)
        };
        if letter {
            let token = match quick(text, at, lexicon) {
                Some(token) => token,
                None => slow(text, at, lexicon, &mut scratch),
            };
            at = token.end;
            all.push(Token { gap, ..token });
            gap = 0;
        } else {
            let (seen, length) = between(text, at, byte);
            gap |= seen;
            at += length;
        }
    }
    all
}

fn folded(byte: u8) -> u8 {
    FOLDED.get(usize::from(byte)).copied().unwrap_or(0)
}

fn rest(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or("")
}

/// The bit for what stands between words, and its length in bytes.
fn between(text: &str, at: usize, byte: u8) -> (u8, usize) {
    let ascii = match byte {
        b' ' | b'\t' => gap::SPACE,
        b'\n' | b'\r' => gap::LINE,
        b'-' | b'_' => gap::HYPHEN,
        b'.' => gap::DOT,
        b',' => gap::COMMA,
        b'!' | b'?' | b';' | b':' => gap::STOP,
        b'"' | b'\'' | b'(' | b')' | b'[' | b']' | b'`' => gap::QUOTE,
        0..128 => gap::OTHER,
        128.. => 0,
    };
    if ascii != 0 {
        return (ascii, 1);
    }
    let c = rest(text, at).chars().next().unwrap_or(' ');
    let seen = match c {
        c if is_invisible(c) => 0,
        '\u{2028}' | '\u{2029}' | '\u{85}' => gap::LINE,
        c if c.is_whitespace() => gap::SPACE,
        '‐' | '‑' | '–' | '—' => gap::HYPHEN,
        '，' | '、' | '،' => gap::COMMA,
        '…' | '。' | '！' | '？' | '；' | '：' | '؟' | '؛' => gap::STOP,
        '“' | '”' | '‘' | '’' | '„' | '«' | '»' | '´' => gap::QUOTE,
        _ => gap::OTHER,
    };
    (seen, c.len_utf8())
}

/// Reads a word of plain ASCII letters; `None` if another letter turns up in it.
fn quick(text: &str, start: usize, lexicon: &Lexicon) -> Option<Token> {
    let bytes = text.as_bytes();
    let mut word = [0_u8; WORD_BYTES_MAX];
    let (mut length, mut at) = (0, start);
    let (mut capitals, mut digits) = (0_usize, 0_usize);
    // The last apostrophe inside the word: letters before it, and where it is.
    let mut apostrophe = None;
    if bytes.get(at) == Some(&b'&') {
        let whole = lexicon.known(b"and");
        return Some(Token { shape: shape::ASCII, ..token(start, start + 1, whole) });
    }
    loop {
        while let Some(&byte) = bytes.get(at) {
            let small = folded(byte);
            if small == 0 {
                break;
            }
            if let Some(slot) = word.get_mut(length) {
                *slot = small;
            }
            capitals += usize::from(byte != small);
            digits += usize::from(byte.is_ascii_digit());
            length += 1;
            at += 1;
        }
        let width = match bytes.get(at) {
            Some(b'\'' | b'`') => 1,
            Some(128..) => {
                let c = rest(text, at).chars().next()?;
                if is_letter(c) || is_invisible(c) {
                    return None;
                }
                if !is_apostrophe(c) {
                    break;
                }
                c.len_utf8()
            }
            _ => break,
        };
        match bytes.get(at + width) {
            Some(byte) if byte.is_ascii_alphabetic() => {
                apostrophe = Some((length, at));
                at += width;
            }
            Some(128..)
                if rest(text, at + width).chars().next().is_some_and(|c| is_letter(c) || is_invisible(c)) =>
            {
                return None;
            }
            _ => break,
        }
    }
    let first = bytes.get(start).copied().unwrap_or(0);
    let mut shape = shape::ASCII;
    shape |= if first.is_ascii_uppercase() { shape::CAPITAL } else { 0 };
    shape |= if first.is_ascii_lowercase() { shape::SMALL } else { 0 };
    shape |= if first.is_ascii_digit() { shape::NUMBER } else { 0 };
    shape |= if digits > 0 { shape::DIGIT } else { 0 };
    shape |= if capitals > 1 && capitals + digits == length { shape::SHOUTED } else { 0 };
    let mut found = Token { shape, ..token(start, at, lexicon.known(word.get(..length).unwrap_or(&[]))) };
    if let Some((letters, before)) = apostrophe
        && matches!(word.get(letters..length), Some(b"s" | b"d" | b"ll" | b"re" | b"ve" | b"m"))
    {
        let stem = lexicon.known(word.get(..letters).unwrap_or(&[]));
        possess(&mut found, stem, before);
        // `GRACE's` is as loud as `GRACE`.
        found.shape |= if capitals > 1 && capitals + digits == letters { shape::SHOUTED } else { 0 };
    }
    Some(found)
}

/// Reads any word, letter by letter.
fn slow(text: &str, start: usize, lexicon: &Lexicon, scratch: &mut String) -> Token {
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
    // A letter that is only ever an apostrophe is still a step forward.
    let end =
        if end > start { end } else { start + rest(text, start).chars().next().map_or(1, char::len_utf8) };
    let word = text.get(start..end).unwrap_or("");
    scratch.clear();
    fold(word, scratch);
    let mut found = Token { shape: shape_of(word), ..token(start, end, lexicon.known(scratch.as_bytes())) };
    if let Some(before) = apostrophe {
        scratch.clear();
        fold(text.get(before..end).unwrap_or(""), scratch);
        if matches!(scratch.as_str(), "s" | "d" | "ll" | "re" | "ve" | "m") {
            scratch.clear();
            fold(text.get(start..before).unwrap_or(""), scratch);
            possess(&mut found, lexicon.known(scratch.as_bytes()), before);
        }
    }
    found
}

fn shape_of(word: &str) -> u8 {
    let (mut shape, mut capitals, mut letters) = (0, 0, 0);
    for c in word.chars() {
        letters += usize::from(c.is_alphabetic());
        capitals += usize::from(c.is_uppercase());
        shape |= if c.is_ascii_digit() { shape::DIGIT } else { 0 };
        shape |= if is_unspaced(c) { shape::UNSPACED } else { 0 };
    }
    let first = word.chars().next().unwrap_or(' ');
    shape |= if first.is_uppercase() { shape::CAPITAL } else { 0 };
    shape |= if first.is_lowercase() { shape::SMALL } else { 0 };
    shape |= if first.is_ascii_digit() { shape::NUMBER } else { 0 };
    shape | if capitals > 1 && capitals == letters { shape::SHOUTED } else { 0 }
}

fn token(start: usize, end: usize, whole: Known) -> Token {
    Token { start, end, whole, stem: Known::NOTHING.word, suffix: 0, gap: 0, shape: 0 }
}

fn possess(token: &mut Token, stem: Known, apostrophe: usize) {
    token.suffix = u8::try_from(token.end - apostrophe).unwrap_or(0);
    token.stem = stem.word;
    token.whole.tags |= stem.tags;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokens(text, &Lexicon::default()).iter().map(|token| &text[token.start..token.end]).collect()
    }

    #[test]
    fn words_end_where_a_reader_would_say() {
        assert_eq!(words("Asha's, O’Neill & Zoë-May."), ["Asha's", "O’Neill", "&", "Zoë", "May"]);
        assert_eq!(words("the dads' race"), ["the", "dads", "race"]);
        assert_eq!(words("🎂Bo🎉"), ["Bo"]);
        assert_eq!(words("A\u{200d}sha \u{200d} Bo\u{200d}."), ["A\u{200d}sha", "Bo"]);
        assert_eq!(words("小明 و سلمى"), ["小明", "و", "سلمى"]);
        assert_eq!(words(" ... "), [""; 0]);
        assert_eq!(words("ʼʼʼ a"), ["ʼ", "ʼ", "ʼ", "a"]);
    }

    #[test]
    fn an_s_after_an_apostrophe_is_told_from_the_word() {
        for text in ["Asha's", "Asha’s", "Ａsha’s", "Zoë's", "Asha'll", "Asha\u{200d}’s"] {
            let token = tokens(text, &Lexicon::default())[0];
            assert!(token.suffix > 1, "{text}");
            assert!(!text[..token.stem_end()].contains(['\'', '’']), "{text}");
        }
        assert_eq!(tokens("O'Neill", &Lexicon::default())[0].suffix, 0);
    }

    #[test]
    fn gaps_and_shapes() {
        let text = "Hello, Anne-Marie. NOW 12th";
        let all = tokens(text, &Lexicon::default());
        let gaps: Vec<u8> = all.iter().map(|token| token.gap).collect();
        let space = gap::SPACE;
        assert_eq!(gaps, [gap::STOP, gap::COMMA | space, gap::HYPHEN, gap::DOT | space, space]);
        assert!(all[3].is(shape::SHOUTED) && all[1].is(shape::CAPITAL) && all[4].is(shape::NUMBER));
    }
}
