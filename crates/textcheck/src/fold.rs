//! Folding: what makes `Zoë`, `ZOE` and `Ｚｏｅ` the same word.

use unicode_normalization::char::{canonical_combining_class, decompose_compatible, is_combining_mark};

/// The longest word that is looked up, in bytes after folding.
pub(crate) const WORD_BYTES_MAX: usize = 64;

/// Appends a word to `out` without case, accents, full width, apostrophes and what cannot be seen. Stops once it is
/// longer than any word that is looked up.
///
/// Letter by letter, which is as good as normalising the whole: order matters only among accents, and they all go.
pub(crate) fn fold(word: &str, out: &mut String) {
    for c in word.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !is_invisible(c) && !is_apostrophe(c) {
            decompose_compatible(c, |part| push(part, out));
        }
        if out.len() > WORD_BYTES_MAX {
            break;
        }
    }
}

fn push(c: char, out: &mut String) {
    match c {
        c if is_accent(c) || is_apostrophe(c) => {}
        'ß' | 'ẞ' => out.push_str("ss"),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        'ø' | 'Ø' => out.push('o'),
        'ł' | 'Ł' => out.push('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
        'þ' | 'Þ' => out.push_str("th"),
        'ħ' | 'Ħ' => out.push('h'),
        'ı' | 'İ' => out.push('i'),
        _ => out.extend(c.to_lowercase()),
    }
}

/// Whether it is a part of a word: a letter, a digit, or a mark upon one.
pub(crate) fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// An accent, a point or a vowel sign set above or below a letter.
pub(crate) fn is_accent(c: char) -> bool {
    !c.is_ascii() && canonical_combining_class(c) != 0
}

/// Whether it takes no room on the page: joiners, directions, selectors, and the stroke that widens Arabic words.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{640}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}'
    )
}

/// An apostrophe as keyboards and phones write it.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´' | 'ʼ' | 'ʹ' | '＇' | '′')
}

/// Whether it is Korean: a syllable, or a part of one.
pub(crate) fn is_hangul(c: char) -> bool {
    matches!(u32::from(c), 0x1100..=0x11ff | 0x3130..=0x318f | 0xac00..=0xd7a3)
}

/// Whether words of its script are written without spaces between them, or joined to what belongs to them.
pub(crate) fn is_unspaced(c: char) -> bool {
    is_hangul(c)
        || matches!(
            u32::from(c),
            0xe00..=0xeff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3040..=0x30ff | 0x3400..=0x9fff | 0xf900..=0xfaff
                | 0x20000..=0x3ffff
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(word: &str) -> String {
        let mut out = String::new();
        fold(word, &mut out);
        out
    }

    #[test]
    fn one_word_however_it_is_written() {
        for word in ["zoe", "Zoë", "Zoe\u{308}", "ZOE", "Ｚｏｅ", "Z\u{200d}oe", "𝐙𝐨𝐞", "z\u{ad}oe"]
        {
            assert_eq!(folded(word), "zoe", "{word:?}");
        }
        assert_eq!(folded("O’Neill"), "oneill");
        assert_eq!(folded("Øystein"), "oystein");
        assert_eq!(folded("Łucja"), "lucja");
        assert_eq!(folded("Strauß"), "strauss");
        assert_eq!(folded("أحمد"), folded("احمد"));
        assert_eq!(folded("مُحَمَّد"), folded("محمد"));
        assert_eq!(folded("İpek"), "ipek");
    }

    #[test]
    fn a_flood_of_letters_or_accents_is_cut_short() {
        assert!(folded(&"a".repeat(100_000)).len() <= WORD_BYTES_MAX + 4);
        assert_eq!(folded(&format!("a{}sha", "\u{301}".repeat(100_000))), "asha");
        assert_eq!(folded(&format!("a{}sha", "\u{200d}".repeat(100_000))), "asha");
    }
}
