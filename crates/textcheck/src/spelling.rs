//! Names with one letter too many, too few, wrong, or swapped with its neighbour.
//!
//! Two words that differ so become the same when one letter is left out of each, or of one. So every name is kept under
//! itself and under each of its shorter forms, and a word is looked up in the same ways.

use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::hash::BuildHasher;

/// Shorter names are not looked for: too many words are one letter away from them.
const NAME_BYTES_MIN: usize = 4;
/// Longer ones are nobody's.
const NAME_BYTES_MAX: usize = 32;

/// The names, ready for finding near misses. Only names in plain letters take part.
#[derive(Debug, Default)]
pub(crate) struct Spelling {
    names: Vec<(Box<[u8]>, u32)>,
    /// By the hash of a name or a shorter form: the name's place in `names`, and the next entry of that hash.
    first: HashMap<u64, u32, FixedState>,
    next: Vec<(u32, u32)>,
    hash: FixedState,
}

impl Spelling {
    /// Takes in a folded name with its number in the lexicon.
    pub(crate) fn add(&mut self, name: &str, word: u32) {
        let name = name.as_bytes();
        let right = (NAME_BYTES_MIN..=NAME_BYTES_MAX).contains(&name.len())
            && name.iter().all(u8::is_ascii_lowercase);
        let Some(place) = u32::try_from(self.names.len()).ok().filter(|_| right) else { return };
        self.names.push((name.into(), word));
        let hash = self.hash.clone();
        shorter(name, |form| {
            let here = u32::try_from(self.next.len()).unwrap_or(u32::MAX);
            let before = self.first.insert(hash.hash_one(form), here).unwrap_or(u32::MAX);
            self.next.push((place, before));
        });
    }

    /// The lexicon's numbers of the names that a folded word may be a misspelling of.
    pub(crate) fn near(&self, word: &[u8]) -> Vec<u32> {
        let mut found = Vec::new();
        if !(NAME_BYTES_MIN..=NAME_BYTES_MAX).contains(&word.len()) {
            return found;
        }
        shorter(word, |form| {
            let mut entry = self.first.get(&self.hash.hash_one(form)).copied();
            while let Some((place, next)) =
                entry.and_then(|entry| self.next.get(usize::try_from(entry).ok()?))
            {
                let name = usize::try_from(*place).ok().and_then(|place| self.names.get(place));
                if let Some((name, number)) = name
                    && is_near(word, name)
                    && !found.contains(number)
                {
                    found.push(*number);
                }
                entry = Some(*next).filter(|next| *next != u32::MAX);
            }
        });
        found.sort_unstable();
        found
    }
}

/// Calls with the word and with each form that lacks one letter.
fn shorter(word: &[u8], mut each: impl FnMut(&[u8])) {
    each(word);
    let mut form = [0_u8; NAME_BYTES_MAX];
    let Some((_, rest)) = word.split_first() else { return };
    let Some(form) = form.get_mut(..rest.len()) else { return };
    form.copy_from_slice(rest);
    each(form);
    // The form without letter n becomes the one without letter n + 1 by putting letter n back.
    for (slot, letter) in word.iter().enumerate().take(rest.len()) {
        if let Some(slot) = form.get_mut(slot) {
            *slot = *letter;
        }
        each(form);
    }
}

/// Whether one slip of the pen makes one of two different words into the other. Short words are not that lenient:
/// swapped letters only, and a wrong first letter only in a word of six.
fn is_near(word: &[u8], name: &[u8]) -> bool {
    let same = word.iter().zip(name).take_while(|(a, b)| a == b).count();
    let (a, b) = (word.get(same..).unwrap_or(&[]), name.get(same..).unwrap_or(&[]));
    let swapped =
        matches!((a, b), ([a, b, rest @ ..], [c, d, other @ ..]) if a == d && b == c && rest == other);
    if word.len() == NAME_BYTES_MIN {
        return swapped;
    }
    match (a, b) {
        ([_, a @ ..], [_, b @ ..]) if a == b => same > 0 || word.len() > 5,
        ([_, a @ ..], b) if a == b => true,
        (a, [_, b @ ..]) if a == b => true,
        _ => swapped,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelling(names: &[&str]) -> Spelling {
        let mut spelling = Spelling::default();
        for (number, name) in names.iter().enumerate() {
            spelling.add(name, number as u32);
        }
        spelling
    }

    #[test]
    fn one_slip_is_forgiven() {
        let spelling = spelling(&["theodore", "kerrigan"]);
        for word in ["theodor", "theodoree", "theodire", "thoedore", "heodore", "theodoer", "cheodore"] {
            assert_eq!(spelling.near(word.as_bytes()), [0], "{word}");
        }
        assert_eq!(spelling.near(b"kerigan"), [1]);
        for word in ["theodore", "tedore", "theodoress", "theo", "theodxxe", "kergian2", ""] {
            let near = spelling.near(word.as_bytes());
            assert!(near.is_empty(), "{word} {near:?}");
        }
    }

    #[test]
    fn short_names_only_when_letters_are_swapped() {
        let spelling = spelling(&["asha", "noah", "bo", "mason"]);
        assert_eq!(spelling.near(b"ahsa"), [0]);
        assert_eq!(spelling.near(b"noha"), [1]);
        for word in ["asho", "ash", "ob", "boo", "jason"] {
            assert!(spelling.near(word.as_bytes()).is_empty(), "{word}");
        }
        assert_eq!(spelling.near(b"ashaa"), [0]);
        assert_eq!(spelling.near(b"masson"), [3]);
    }

    #[test]
    fn every_single_slip_is_found_and_nothing_further() {
        // Against the plain definition, over all words of three letters a and b.
        let letters = b"ab";
        let words: Vec<Vec<u8>> =
            (0..32_u8).map(|n| (0..5).map(|bit| letters[usize::from(n >> bit & 1)]).collect()).collect();
        for name in &words {
            let mut spelling = Spelling::default();
            spelling.add(std::str::from_utf8(name).unwrap(), 7);
            for word in &words {
                let wrong: Vec<usize> = (0..5).filter(|at| name[*at] != word[*at]).collect();
                let one = matches!(wrong[..], [at] if at > 0);
                let swap =
                    matches!(wrong[..], [a, b] if b == a + 1 && name[a] == word[b] && name[b] == word[a]);
                // A letter taken from one end and put in at the other is two slips.
                assert_eq!(!spelling.near(word).is_empty(), one || swap, "{name:?} {word:?}");
            }
        }
    }
}
