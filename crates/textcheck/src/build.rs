//! From a roster and the word lists to what a checker looks things up in.

use crate::birth::Birthdays;
use crate::error::Error;
use crate::finding::{FindingKind, Sure};
use crate::fold::{is_hangul, is_unspaced};
use crate::lexicon::{Builder, Form, Lexicon};
use crate::names::{self, PEOPLE_MAX};
use crate::roster::{Names, Whose};
use crate::setting;
use crate::spelling::Spelling;
use crate::words::{self, Tag};
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// The people something may be about, and whose name it is.
pub(crate) type People = (Arc<[String]>, Option<Whose>);

/// Names in scripts that are written without spaces, to be found anywhere in a run of letters.
#[derive(Debug)]
pub(crate) struct Unspaced {
    pub(crate) search: AhoCorasick,
    /// What each pattern is.
    pub(crate) meanings: Vec<(FindingKind, Sure, People)>,
    /// The patterns that are names at the beginning of a word alone.
    pub(crate) at_start: BTreeSet<usize>,
}

/// Everything that is looked up in.
#[derive(Debug)]
pub(crate) struct Built {
    pub(crate) lexicon: Lexicon,
    pub(crate) spelling: Spelling,
    pub(crate) unspaced: Option<Unspaced>,
    pub(crate) birthdays: Birthdays,
}

pub(crate) fn build(names: &Names) -> Result<Built, Error> {
    if names.people.len() > PEOPLE_MAX {
        return Err(Error::TooMany { given: names.people.len() });
    }
    let mut builder = Builder::default();
    let kinds = lists(&mut builder)?;
    let mut spelling = Spelling::default();
    let mut spelt = BTreeSet::new();
    for (number, person) in names.people.iter().enumerate() {
        let title = |word: &str| builder.tags(word) & Tag::Title.bit() != 0;
        let child = person.whose == Whose::Child;
        for (words, form) in names::ways(&person.name, &person.known_as, child, title) {
            builder.phrase(&words, form, Some(number));
            // The plural of an ordinary word is one too.
            let one = words.last().and_then(|word| word.strip_suffix('s')).filter(|_| form == Form::Family);
            if let (Some(plural), Some(one)) = (words.last(), one) {
                builder.tag(plural, builder.tags(one) & Tag::Ordinary.bit());
            }
            let [word] = words.as_slice() else { continue };
            let first = matches!(form, Form::First | Form::PartOfFirst);
            let whole = matches!(form, Form::First | Form::Surname | Form::PartOfFirst | Form::PartOfSurname);
            let tagged = builder.tag(word, if first { Tag::Name.bit() } else { 0 });
            if whole && builder.tags(word) & Tag::Ordinary.bit() == 0 && spelt.insert(word.clone()) {
                spelling.add(word, tagged);
            }
        }
    }
    for name in &names.setting {
        for (words, form) in setting::ways(name, &kinds) {
            builder.phrase(&words, form, None);
        }
    }
    let lexicon = builder.finish(|numbers| people(names, numbers));
    let unspaced = unspaced(names)?;
    Ok(Built { lexicon, spelling, unspaced, birthdays: Birthdays::new(&names.people) })
}

/// Takes the built-in lists and phrases in; the kinds of setting, each as its words.
fn lists(builder: &mut Builder) -> Result<Vec<Vec<String>>, Error> {
    let words = words::words()?;
    for (tag, list) in &words.lists {
        for word in list.split_whitespace() {
            builder.tag(word, tag.bit());
        }
    }
    for (month, names) in (1..).zip(&words.months) {
        for name in names.split_whitespace() {
            builder.tag(name, words::month_tags(month));
        }
    }
    let (phrases, remarks) = (words.phrases, words::remarks()?);
    for (list, form) in [
        (phrases.saying, Form::Saying),
        (phrases.born, Form::Born),
        (phrases.birthday, Form::Birthday),
        (phrases.turned, Form::Turned),
        (remarks.certain, Form::Remark),
        (remarks.possible, Form::MaybeRemark),
    ] {
        for words in list.iter().flat_map(|phrase| words::choices(phrase)) {
            builder.phrase(&words, form, None);
        }
    }
    Ok(words.setting_kinds.iter().flat_map(|kind| words::choices(kind)).collect())
}

/// The ids of people by their numbers, in the order of the roster.
pub(crate) fn people(names: &Names, numbers: &BTreeSet<usize>) -> People {
    let people = || numbers.iter().filter_map(|number| names.people.get(*number));
    // Somebody may stand in the roster under several names.
    let mut ids: Vec<String> = people().map(|person| person.id.clone()).collect();
    let mut seen = BTreeSet::new();
    ids.retain(|id| seen.insert(id.clone()));
    (ids.into(), people().map(|person| person.whose).min())
}

fn unspaced(names: &Names) -> Result<Option<Unspaced>, Error> {
    let mut patterns: BTreeMap<String, (FindingKind, BTreeSet<usize>)> = BTreeMap::new();
    for (number, person) in names.people.iter().enumerate() {
        let whole = (person.name.split_whitespace().collect(), FindingKind::FullName);
        let chunks = person.name.split(|c: char| c.is_whitespace() || matches!(c, '・' | '·' | '･'));
        let parts = chunks.chain(person.known_as.iter().map(String::as_str)).flat_map(names::unspaced_parts);
        let parts = parts.map(|part| (part, FindingKind::FirstName));
        for (pattern, what) in [whole]
            .into_iter()
            .chain(parts)
            .filter(|(pattern, _): &(String, _)| pattern.contains(is_unspaced))
        {
            // Composed and decomposed, as keyboards and file systems write it.
            for form in [pattern.nfc().collect::<String>(), pattern.nfd().collect()] {
                patterns.entry(form).or_insert((what, BTreeSet::new())).1.insert(number);
            }
        }
    }
    if patterns.is_empty() {
        return Ok(None);
    }
    let search = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns.keys())?;
    let meaning = |(pattern, (what, numbers)): (&String, &(FindingKind, BTreeSet<usize>))| {
        // A single sign is a part of many words.
        let sure = if pattern.chars().count() > 1 { Sure::Certain } else { Sure::Possible };
        (*what, sure, people(names, numbers))
    };
    // Korean puts spaces between words and joins what belongs to a name at its end.
    let korean = |(number, pattern): (usize, &String)| pattern.contains(is_hangul).then_some(number);
    let at_start = patterns.keys().enumerate().filter_map(korean).collect();
    Ok(Some(Unspaced { search, meanings: patterns.iter().map(meaning).collect(), at_start }))
}
