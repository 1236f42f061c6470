//! The word lists: `data/words.toml` and `data/remarks.toml`.

use serde::Deserialize;
use std::collections::BTreeMap;

/// A list of words in `data/words.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Tag {
    And,
    Article,
    Title,
    Endearment,
    Saint,
    Crowned,
    Before,
    Acts,
    Auxiliary,
    Adverb,
    Mass,
    Person,
    Plain,
    Calendar,
    TimeBefore,
    TimeAfter,
    Place,
    Towards,
    Thing,
    Street,
    StreetMaybe,
    Family,
    Platform,
    Abbreviation,
    Ordinary,
    /// No list of the file: a part of somebody's name.
    #[serde(skip)]
    Name,
    /// No list of the file: a phrase begins with it.
    #[serde(skip)]
    Begins,
}

impl Tag {
    pub(crate) const fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// The bits in which the number of a month is kept.
const MONTH_SHIFT: u32 = 28;

/// The tags of words that the pass over a text stops at, however they are written.
pub(crate) const NOTABLE: u32 = Tag::Begins.bit() | Tag::Platform.bit() | u32::MAX << MONTH_SHIFT;

/// The tags of a month.
pub(crate) fn month_tags(month: usize) -> u32 {
    u32::try_from(month).unwrap_or(0) << MONTH_SHIFT
}

/// The month that the tags speak of, 1 to 12.
pub(crate) fn month(tags: u32) -> Option<i8> {
    i8::try_from(tags >> MONTH_SHIFT).ok().filter(|month| *month > 0)
}

/// `data/words.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    /// The months, each with its short forms, separated by spaces.
    pub(crate) months: Vec<String>,
    /// What a setting may be, longer ones first.
    pub(crate) setting_kinds: Vec<String>,
    pub(crate) phrases: Phrases,
    pub(crate) lists: BTreeMap<Tag, String>,
}

/// The phrases in `data/words.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Phrases {
    pub(crate) saying: Vec<String>,
    pub(crate) born: Vec<String>,
    pub(crate) birthday: Vec<String>,
    pub(crate) turned: Vec<String>,
}

/// `data/remarks.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Remarks {
    pub(crate) certain: Vec<String>,
    pub(crate) possible: Vec<String>,
}

pub(crate) fn words() -> Result<Words, toml::de::Error> {
    toml::from_str(include_str!("../data/words.toml"))
}

pub(crate) fn remarks() -> Result<Remarks, toml::de::Error> {
    toml::from_str(include_str!("../data/remarks.toml"))
}

/// Writes the choices of a phrase out: `(my|our) boss` is `my boss` and `our boss`, each as its words.
pub(crate) fn choices(phrase: &str) -> Vec<Vec<String>> {
    let mut all = vec![String::new()];
    let mut rest = phrase;
    while let Some((before, after)) = rest.split_once('(') {
        let (inside, tail) = after.split_once(')').unwrap_or((after, ""));
        let grow = |start: &String| -> Vec<String> {
            inside.split('|').map(|choice| format!("{start}{before}{choice}")).collect()
        };
        all = all.iter().flat_map(grow).collect();
        rest = tail;
    }
    let words = |start: &String| format!("{start}{rest}").split_whitespace().map(str::to_owned).collect();
    all.iter().map(words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_follow_their_format() {
        let words = words().unwrap();
        assert_eq!(words.months.len(), 12);
        // Every list but the two that no file has.
        assert_eq!(words.lists.len(), Tag::Name as usize);
        let plain = |text: &str| {
            text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == ' ' || c == '\n')
        };
        for (tag, list) in &words.lists {
            assert!(plain(list), "{tag:?}");
        }
        let remarks = remarks().unwrap();
        let phrases = words.phrases;
        let all = [
            phrases.saying,
            phrases.born,
            phrases.birthday,
            phrases.turned,
            remarks.certain,
            remarks.possible,
        ];
        for phrase in all.iter().flatten() {
            assert_eq!(phrase.matches('(').count(), phrase.matches(')').count(), "{phrase}");
            for words in choices(phrase) {
                assert!(plain(&words.concat()), "{words:?}");
                assert!((1..=crate::lexicon::PHRASE_WORDS_MAX).contains(&words.len()), "{words:?}");
            }
        }
    }

    #[test]
    fn choices_are_written_out() {
        let written: Vec<String> =
            choices("(my|our) (old |)boss").iter().map(|words| words.join(" ")).collect();
        assert_eq!(written, ["my old boss", "my boss", "our old boss", "our boss"]);
    }

    #[test]
    fn months_fit_beside_the_lists() {
        assert!((Tag::Begins as u32) < MONTH_SHIFT);
        assert_eq!(month(month_tags(12) | Tag::Ordinary.bit()), Some(12));
        assert_eq!(month(Tag::Begins.bit()), None);
    }
}
