//! Postcodes, and streets with a house number.

use crate::finding::Sure;
use crate::token::{Token, gap, shape};
use crate::words::Tag;
use std::ops::Range;

/// The postcode areas of the United Kingdom and the islands, in order.
const AREAS: [&str; 124] = [
    "AB", "AL", "B", "BA", "BB", "BD", "BH", "BL", "BN", "BR", "BS", "BT", "CA", "CB", "CF", "CH", "CM",
    "CO", "CR", "CT", "CV", "CW", "DA", "DD", "DE", "DG", "DH", "DL", "DN", "DT", "DY", "E", "EC", "EH",
    "EN", "EX", "FK", "FY", "G", "GL", "GU", "GY", "HA", "HD", "HG", "HP", "HR", "HS", "HU", "HX", "IG",
    "IM", "IP", "IV", "JE", "KA", "KT", "KW", "KY", "L", "LA", "LD", "LE", "LL", "LN", "LS", "LU", "M", "ME",
    "MK", "ML", "N", "NE", "NG", "NN", "NP", "NR", "NW", "OL", "OX", "PA", "PE", "PH", "PL", "PO", "PR",
    "RG", "RH", "RM", "S", "SA", "SE", "SG", "SK", "SL", "SM", "SN", "SO", "SP", "SR", "SS", "ST", "SW",
    "SY", "TA", "TD", "TF", "TN", "TQ", "TR", "TS", "TW", "UB", "W", "WA", "WC", "WD", "WF", "WN", "WR",
    "WS", "WV", "YO", "ZE",
];

/// The postcode that begins with the word at `at`.
pub(crate) fn postcode(text: &str, tokens: &[Token], at: usize) -> Option<(Range<usize>, Sure)> {
    let token = tokens.get(at)?;
    let word = text.get(token.start..token.end).filter(|word| word.is_ascii() && word.len() <= 7)?;
    let next = tokens.get(at + 1).filter(|next| next.gap == gap::SPACE);
    let apart = next.and_then(|next| Some((word, text.get(next.start..next.end)?, next.end)));
    let together =
        word.split_at_checked(word.len().saturating_sub(3)).map(|(out, inward)| (out, inward, token.end));
    let (out, inward, end) = [apart, together]
        .into_iter()
        .flatten()
        .find(|(out, inward, _)| is_outward(out) && is_inward(inward))?;
    let capitals = [out, inward].concat().chars().all(|c| !c.is_ascii_lowercase());
    Some((token.start..end, if capitals { Sure::Certain } else { Sure::Possible }))
}

/// `BS7`, `TA1`, `EC1A`.
fn is_outward(out: &str) -> bool {
    let letters = out.bytes().take_while(u8::is_ascii_alphabetic).count();
    let area = out.get(..letters).unwrap_or("").to_ascii_uppercase();
    let digits = out.as_bytes().get(letters..).unwrap_or(&[]);
    AREAS.binary_search(&area.as_str()).is_ok()
        && matches!(digits, [a] | [a, _] if a.is_ascii_digit())
        && digits.iter().all(u8::is_ascii_alphanumeric)
}

/// `9ZZ`: the letters are never such that can be taken for others.
fn is_inward(inward: &str) -> bool {
    let letter = |byte: &u8| byte.is_ascii_alphabetic() && !b"CIKMOV".contains(&byte.to_ascii_uppercase());
    matches!(inward.as_bytes(), [digit, a, b] if digit.is_ascii_digit() && letter(a) && letter(b))
}

/// A street's name has at most this many words.
const STREET_WORDS_MAX: usize = 5;

/// The house number at `at` with its street.
pub(crate) fn address(text: &str, tokens: &[Token], at: usize) -> Option<(Range<usize>, Sure)> {
    let number = tokens.get(at)?;
    if !is_house(text.get(number.start..number.end)?) {
        return None;
    }
    let before =
        at.checked_sub(1).and_then(|at| tokens.get(at)).filter(|_| number.after(gap::SPACE | gap::COMMA));
    let known = before.is_some_and(|before| before.tagged(Tag::Towards.bit()));
    let (mut capitals, mut small) = (true, true);
    for (count, token) in tokens.get(at + 1..)?.iter().take(STREET_WORDS_MAX).enumerate() {
        let spaced = if count == 0 { gap::SPACE | gap::COMMA } else { gap::SPACE | gap::HYPHEN | gap::DOT };
        if !token.after(spaced) {
            return None;
        }
        capitals &= token.is(shape::CAPITAL) || token.tagged(Tag::Article.bit());
        small &= token.is(shape::SMALL);
        if !capitals && !small {
            return None;
        }
        let sure = match (token.tagged(Tag::Street.bit()), token.tagged(Tag::StreetMaybe.bit())) {
            _ if count == 0 => continue,
            (true, _) if capitals => Sure::Certain,
            (_, true) if capitals => {
                if known {
                    Sure::Certain
                } else {
                    Sure::Possible
                }
            }
            (true, _) if known => Sure::Possible,
            _ => continue,
        };
        return Some((flat(text, tokens, at).unwrap_or(number.start)..token.end, sure));
    }
    None
}

/// A number of a house: `8`, `119`, `27b`.
fn is_house(number: &str) -> bool {
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let rest = number.as_bytes().get(digits..).unwrap_or(&[]);
    (1..=4).contains(&digits) && matches!(rest, [] | [b'a'..=b'h' | b'A'..=b'H'])
}

/// Where `Flat 2, ` begins before a house number.
fn flat(text: &str, tokens: &[Token], at: usize) -> Option<usize> {
    let number = tokens.get(at.checked_sub(1)?)?;
    let flat = tokens.get(at.checked_sub(2)?)?;
    let word = text.get(flat.start..flat.end)?;
    let is_flat = ["flat", "unit", "apartment", "apt"].iter().any(|known| word.eq_ignore_ascii_case(known));
    (is_flat && number.after(gap::SPACE) && tokens.get(at)?.after(gap::SPACE | gap::COMMA))
        .then_some(flat.start)
}

#[cfg(test)]
mod tests;
