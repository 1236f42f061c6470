//! Passphrases: six words, made to be told on the telephone.

use zeroize::Zeroizing;

/// From EFF's long wordlist, Creative Commons Attribution 3.0 US; what was left out is in `words/README.md`.
const WORDS: &str = include_str!("../words/words.txt");
const WORDS_IN_A_PASSPHRASE: usize = 6;
/// No word of the list is shorter.
const WORD_LETTERS_MIN: usize = 3;

/// A passphrase that seals. There is no way to choose one: people choose what can be guessed.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Six words of the list, which carry 77 bits, out of 16 random bytes drawn for this passphrase alone.
    pub fn from_random(bytes: [u8; 16]) -> Self {
        let words: Vec<&str> = WORDS.lines().collect();
        // One large number, taken apart in base 7,360. All 128 bits are used, so that no passphrase is likelier than
        // another by more than one part in 2^50.
        let mut number = u128::from_be_bytes(bytes);
        let mut told = Zeroizing::new(String::with_capacity(80));
        for _ in 0..WORDS_IN_A_PASSPHRASE {
            let place = (number % words.len() as u128) as usize;
            number /= words.len() as u128;
            if !told.is_empty() {
                told.push('-');
            }
            // A word that is missing is noticed before anything is sealed.
            told.push_str(words.get(place).copied().unwrap_or_default());
        }
        Self(told)
    }

    /// Whether it has all its words.
    pub(crate) fn is_whole(&self) -> bool {
        let words = || self.0.split('-').filter(|word| word.len() >= WORD_LETTERS_MIN);
        words().count() == WORDS_IN_A_PASSPHRASE && self.0.split('-').count() == WORDS_IN_A_PASSPHRASE
    }

    /// The words with a hyphen between them, to be shown once to whoever tells them to the receiver.
    pub fn shown(&self) -> &str {
        &self.0
    }
}

/// As it is used for the key, whoever typed it: the letters A to Z in lower case, one hyphen for each run of anything
/// else, none at either end. `page/page.js` does the same.
pub(crate) fn normal(typed: &str) -> Zeroizing<String> {
    let mut words = Zeroizing::new(String::with_capacity(typed.len()));
    for c in typed.chars() {
        if c.is_ascii_alphabetic() {
            words.push(c.to_ascii_lowercase());
        } else if !words.is_empty() && !words.ends_with('-') {
            words.push('-');
        }
    }
    if words.ends_with('-') {
        words.pop();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_list_is_of_plain_words_in_order_and_six_carry_77_bits() {
        let words: Vec<&str> = WORDS.lines().collect();
        assert!(words.is_sorted());
        assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len(), "none twice");
        assert!(
            words
                .iter()
                .all(|word| word.len() >= WORD_LETTERS_MIN && word.bytes().all(|b| b.is_ascii_lowercase()))
        );
        assert!((words.len() as f64).log2() * WORDS_IN_A_PASSPHRASE as f64 >= 77.0);
    }

    #[test]
    fn every_random_byte_counts() {
        let zero = Passphrase::from_random([0; 16]);
        assert_eq!(zero.shown(), "abacus-abacus-abacus-abacus-abacus-abacus");
        for at in 0..16 {
            let mut bytes = [0; 16];
            bytes[at] = 1;
            assert_ne!(Passphrase::from_random(bytes).shown(), zero.shown(), "byte {at}");
        }
        assert_eq!(Passphrase::from_random([255; 16]).shown().split('-').count(), 6);
    }

    #[test]
    fn one_that_lacks_a_word_seals_nothing() {
        let contents = crate::Contents {
            from: "Amber Lane Preschool".into(),
            message: "Hello".into(),
            files: Vec::new(),
            beside: Vec::new(),
        };
        for words in
            ["", "-----", "abacus-abacus-abacus-abacus-abacus", "abacus-abacus-abacus-abacus-abacus-"]
        {
            let passphrase = Passphrase(Zeroizing::new(words.to_owned()));
            let refused = crate::seal(&contents, &passphrase, [1; 28]);
            assert!(matches!(refused, Err(crate::SealError::Impossible(_))), "{words}");
        }
    }

    #[test]
    fn what_is_told_is_already_normal() {
        let passphrase = Passphrase::from_random(*b"0123456789abcdef");
        assert_eq!(*normal(passphrase.shown()), passphrase.shown());
    }

    #[test]
    fn typing_is_lenient_about_capitals_and_what_parts_the_words() {
        for typed in [
            "amber-lane-zebra",
            "Amber Lane Zebra",
            "  AMBER   lane -- zebra\n",
            "amber, lane; zebra.",
            "amber\u{a0}lane\u{2013}zebra",
            "amber\tlane\u{3000}zebra",
        ] {
            assert_eq!(*normal(typed), "amber-lane-zebra", "{typed:?}");
        }
        assert_eq!(*normal(" - "), "");
        assert_eq!(
            *normal("amberlanezebra"),
            "amberlanezebra",
            "words that are not parted are not the words"
        );
    }
}
