//! Telephone numbers as people in the United Kingdom write them.

use crate::finding::Sure;
use std::ops::Range;

/// The longest number there is, by ITU-T E.164, with `00` before it.
const DIGITS_MAX: usize = 17;

/// The telephone number whose first digit is at `start`.
pub(crate) fn telephone(text: &str, start: usize) -> Option<(Range<usize>, Sure)> {
    let bytes = text.as_bytes();
    let before = |by: usize| start.checked_sub(by).and_then(|at| bytes.get(at)).copied();
    let plus = before(1) == Some(b'+');
    if plus && before(2).is_some_and(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    if matches!(before(1), Some(b'.' | b',' | b'/' | b'-'))
        && before(2).is_some_and(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let mut number = Number::default();
    let (mut at, mut best) = (start, None);
    while number.count <= DIGITS_MAX {
        let group = at;
        while let Some(digit) = bytes.get(at).filter(|byte| byte.is_ascii_digit()) {
            number.push(*digit);
            at += 1;
        }
        number.first_group = if group == start { number.count } else { number.first_group };
        let ends = !bytes
            .get(at)
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 128 && !is_gap(text, at));
        if ends && let Some((rank, sure)) = number.rank(plus) {
            best = best.filter(|(known, _, _)| *known >= rank).or(Some((rank, at, sure)));
        }
        match gap(text, at) {
            Some(next) if at > group => at = next,
            _ => break,
        }
    }
    let (_, end, sure) = best?;
    let bracket =
        |at: usize| bytes.get(at) == Some(&b'(') && text.get(start..end).is_some_and(|it| it.contains(')'));
    let lead = start - usize::from(plus);
    let lead = lead.checked_sub(1).filter(|at| bracket(*at)).unwrap_or(lead);
    Some((lead..end, sure))
}

fn is_gap(text: &str, at: usize) -> bool {
    text.get(at..)
        .and_then(|rest| rest.chars().next())
        .is_some_and(|c| matches!(c, '\u{a0}' | '‑' | '–' | '\u{2009}'))
}

/// Where the next group of digits begins, at most two marks on.
fn gap(text: &str, at: usize) -> Option<usize> {
    let mut end = at;
    for c in text.get(at..)?.chars().take(3) {
        match c {
            ' ' | '-' | '.' | '(' | ')' | '\u{a0}' | '‑' | '–' | '\u{2009}' => end += c.len_utf8(),
            '0'..='9' if end > at => return Some(end),
            _ => return None,
        }
    }
    text.get(end..)?.starts_with(|c: char| c.is_ascii_digit()).then_some(end)
}

#[derive(Default)]
struct Number {
    digits: [u8; DIGITS_MAX],
    count: usize,
    /// How many digits the first group has.
    first_group: usize,
}

impl Number {
    fn push(&mut self, digit: u8) {
        if let Some(slot) = self.digits.get_mut(self.count) {
            *slot = digit;
        }
        self.count += 1;
    }

    /// How good a number it is, the higher the better; `None` if it is none.
    fn rank(&self, plus: bool) -> Option<(u8, Sure)> {
        let digits = self.digits.get(..self.count)?;
        let abroad =
            if plus { Some(digits) } else { digits.strip_prefix(b"00").filter(|_| self.first_group > 3) };
        if let Some(digits) = abroad {
            let Some(national) = digits.strip_prefix(b"44") else {
                return (9..=15).contains(&digits.len()).then_some((1, Sure::Possible));
            };
            let national = national.strip_prefix(b"0").unwrap_or(national);
            let right = national.len() == 10 && matches!(national.first(), Some(b'1'..=b'3' | b'7'..=b'9'));
            return right.then_some((3, Sure::Certain));
        }
        match digits {
            [b'0', b'1'..=b'3' | b'7'..=b'9', ..] if self.first_group < 3 => None,
            [b'0', b'1'..=b'3' | b'7'..=b'9', ..] if digits.len() == 11 => Some((3, Sure::Certain)),
            [b'0', b'1', ..] if digits.len() == 10 && self.first_group > 3 => Some((2, Sure::Possible)),
            [b'0', b'8', b'0', b'0', ..] if digits.len() == 10 => Some((2, Sure::Certain)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(&str, Sure)> {
        let start = text.find(|c: char| c.is_ascii_digit())?;
        telephone(text, start).map(|(at, sure)| (&text[at], sure))
    }

    #[test]
    fn numbers_however_they_are_spaced() {
        for number in [
            "07700900123",
            "07700 900123",
            "07700 900 123",
            "07700-900-123",
            "07700.900.123",
            "07700\u{a0}900123",
            "(01632) 960733",
            "020 7946 0018",
            "0808 157 0192",
            "+44 7700 900456",
            "+44 (0)7700 900456",
            "+447700900456",
            "0044 7700 900456",
        ] {
            let text = format!("ring {number}, after 6 or 7");
            assert_eq!(found(&text), Some((number, Sure::Certain)), "{text}");
        }
        assert_eq!(found("ring 07700 900123 2 till 4"), Some(("07700 900123", Sure::Certain)));
        assert_eq!(found("+353 20 910 0123"), Some(("+353 20 910 0123", Sure::Possible)));
    }

    #[test]
    fn other_numbers() {
        for text in [
            "999",
            "0800 1111",
            "01/02/2026",
            "01.02.2026 9.30",
            "01 02 2026 9 30",
            "01234567890123",
            "07700900123abc",
            "0.07700900123",
            "£1,250.00",
            "sales+29122020122000",
            "9.15 to 12.15",
            "",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn a_flood_of_digits_ends() {
        assert_eq!(found(&"0 ".repeat(100_000)), None);
        assert_eq!(found(&"0".repeat(100_000)), None);
    }
}
