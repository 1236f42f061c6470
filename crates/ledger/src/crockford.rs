//! Crockford's base 32: no letter is mistaken for a digit, nor for another letter.

use data_encoding::{Encoding, Specification};
use std::sync::LazyLock;

static LETTERS: LazyLock<Encoding> = LazyLock::new(|| {
    let mut letters = Specification::new();
    letters.symbols.push_str("0123456789abcdefghjkmnpqrstvwxyz");
    letters.translate.from.push_str("ABCDEFGHJKMNPQRSTVWXYZoOiIlL");
    letters.translate.to.push_str("abcdefghjkmnpqrstvwxyz001111");
    // The last letter of 32 bytes carries one bit; what somebody types for the other four does not matter.
    letters.check_trailing_bits = false;
    #[expect(clippy::expect_used, reason = "a constant, and every test of an id or a key builds it")]
    letters.encoding().expect("32 letters that differ")
});

/// In lower case, most significant bits first.
pub(crate) fn encode(bytes: &[u8]) -> String {
    LETTERS.encode(bytes)
}

/// The bytes of what somebody typed: case, dashes and white space do not matter; `o` is read as 0, `i` and `l` as 1.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let text: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    LETTERS.decode(text.as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    /// The example of `docs/formats/ledger.md`.
    const PRINTED: &str = "000g-40r4-0m30-e209-185g-r38e-1w81-24gk-2gah-c5rr-34d1-p70x-3rfg";

    #[test]
    fn letters_are_those_of_the_format() {
        let bytes: Vec<u8> = (0..32).collect();
        assert_eq!(encode(&bytes), PRINTED.replace('-', ""));
        assert_eq!(decode(PRINTED).as_deref(), Some(&bytes[..]));
        let typed = format!(" {}\n", PRINTED.to_uppercase().replace('0', "O").replace('1', "l"));
        assert_eq!(decode(&typed).as_deref(), Some(&bytes[..]));
        // Only the first bit of the last letter counts.
        assert_eq!(decode(&PRINTED.replace("3rfg", "3rfz")).as_deref(), Some(&bytes[..]));
        assert_eq!(decode("u000"), None);
        assert_eq!(decode("zoë"), None);
    }
}
