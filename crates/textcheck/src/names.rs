//! The ways in which a person may be written.

use crate::fold::{fold, is_apostrophe, is_hangul, is_letter, is_unspaced};
use crate::lexicon::Form;
use unicode_normalization::UnicodeNormalization;

/// A roster has at most this many people.
pub(crate) const PEOPLE_MAX: usize = 100_000;

/// Words with which a surname of several begins.
const PARTICLES: [&str; 30] = [
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "du", "la", "le", "el", "al",
    "bin", "binti", "bint", "ibn", "abu", "ap", "ab", "ter", "ten", "st", "saint", "san", "mac", "mc",
];

/// A phrase with what it is.
pub(crate) type Phrase = (Vec<String>, Form);

/// What a name means to the one who reads it: first names, names between, surname.
#[derive(Default)]
struct Parts<'a> {
    first: &'a str,
    middle: Vec<&'a str>,
    last: Vec<&'a str>,
}

/// The ways of writing somebody's name. `is_title` tells whether a folded word is a title.
pub(crate) fn ways(
    name: &str,
    known_as: &[String],
    child: bool,
    is_title: impl Fn(&str) -> bool,
) -> Vec<Phrase> {
    let mut all = Vec::new();
    let mut chunks: Vec<&str> = name.split_whitespace().collect();
    let titled = chunks.len() > 1 && chunks.first().is_some_and(|chunk| is_title(&joined(chunk)));
    if titled {
        chunks.remove(0);
    }
    let parts = parts(&chunks).unwrap_or_default();
    // A name in a script without spaces is one chunk and yet the whole name.
    let whole = parts.last.is_empty() && parts.first.contains(is_unspaced);
    let alone = if whole { Form::Full } else { Form::First };
    if titled && parts.last.is_empty() {
        surname(&mut all, &[parts.first]);
    } else {
        first_name(&mut all, &[parts.first], &parts.last, alone);
        if !parts.middle.is_empty() {
            let first: Vec<&str> = [parts.first].into_iter().chain(parts.middle.iter().copied()).collect();
            first_name(&mut all, &first, &parts.last, Form::First);
        }
        surname(&mut all, &parts.last);
    }
    for nickname in known_as {
        let chunks: Vec<&str> = nickname.split_whitespace().collect();
        let last = if chunks.len() > 1 && chunks.ends_with(&parts.last) { &[][..] } else { &parts.last };
        first_name(&mut all, &chunks, last, Form::First);
    }
    if child && !parts.last.is_empty() {
        let letter = |chunk: &&str| initial(&joined(chunk));
        let short: Option<Vec<String>> = [parts.first].iter().chain(parts.last.last()).map(letter).collect();
        let whole =
            [parts.first].into_iter().chain(parts.middle.iter().copied()).chain(parts.last.last().copied());
        let long: Option<Vec<String>> = whole.map(|chunk| letter(&chunk)).collect();
        for letters in [short, long].into_iter().flatten() {
            all.push((vec![letters.concat()], Form::Initials));
            all.push((letters, Form::Initials));
        }
    }
    all
}

/// Chinese and Korean surnames of two signs; all others have one.
const SURNAMES_OF_TWO: [&str; 30] = [
    "欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "东方", "東方", "皇甫", "尉迟", "尉遲", "公孙",
    "公孫", "慕容", "令狐", "司徒", "夏侯", "端木", "南宫", "南宮", "独孤", "獨孤", "남궁", "황보", "제갈",
    "사공", "선우", "서문", "독고",
];

/// A chunk of a name in a script without spaces, and what somebody is called of it: the signs after the surname. Of
/// four signs the last two are taken, as in Japan.
pub(crate) fn unspaced_parts(chunk: &str) -> Vec<String> {
    let chunk: String = chunk.trim().nfc().collect();
    let signs: Vec<char> = chunk.chars().collect();
    let of_names = |c: &char| {
        is_hangul(*c) || matches!(u32::from(*c), 0x3400..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff)
    };
    let mut all = vec![chunk.clone()];
    let two = SURNAMES_OF_TWO.iter().any(|surname| chunk.starts_with(surname));
    let given = match signs.len() {
        3 if two => 2..3,
        3 => 1..3,
        4 | 5 => 2..signs.len(),
        _ => 0..0,
    };
    if signs.iter().all(of_names) && given.len() > 1 {
        all.extend(signs.get(given).map(|given| given.iter().collect()));
    }
    all
}

fn parts<'a>(chunks: &[&'a str]) -> Option<Parts<'a>> {
    let (first, rest) = chunks.split_first()?;
    let particle = |chunk: &&str| PARTICLES.contains(&joined(chunk).as_str());
    let surname = rest.iter().position(particle).unwrap_or(rest.len().saturating_sub(1));
    let (middle, last) = rest.split_at_checked(surname).unwrap_or((&[], rest));
    Some(Parts { first, middle: middle.to_vec(), last: last.to_vec() })
}

/// A first name, alone and with the surname.
fn first_name(all: &mut Vec<Phrase>, first: &[&str], last: &[&str], alone: Form) {
    all.extend(spellings(first).into_iter().map(|words| (words, alone)));
    for (words, _) in first.first().map(|chunk| halves(chunk)).unwrap_or_default() {
        all.push((words, Form::PartOfFirst));
    }
    if last.is_empty() {
        return;
    }
    let whole: Vec<&str> = first.iter().chain(last).copied().collect();
    all.extend(spellings(&whole).into_iter().map(|words| (words, Form::Full)));
    all.push((vec![whole.iter().map(|chunk| joined(chunk)).collect()], Form::Full));
    for (before, after) in spellings(first).iter().zip(spellings(last)) {
        let comma = [",".to_owned()];
        all.push(([after.clone(), before.clone()].concat(), Form::Full));
        all.push(([&after, comma.as_slice(), before].concat(), Form::Full));
        if let Some(letter) = before.first().and_then(|word| initial(word)) {
            all.push(([vec![letter], after.clone()].concat(), Form::InitialSurname));
        }
        if let Some(letter) = after.first().and_then(|word| initial(word)) {
            all.push(([before.clone(), vec![letter]].concat(), Form::FirstInitial));
        }
    }
}

fn surname(all: &mut Vec<Phrase>, last: &[&str]) {
    if last.is_empty() {
        return;
    }
    all.extend(spellings(last).into_iter().map(|words| (words, Form::Surname)));
    for mut words in spellings(last) {
        if let Some(word) = words.last_mut() {
            word.push_str(if word.ends_with('s') { "es" } else { "s" });
        }
        all.push(([&["the".to_owned()], words.as_slice()].concat(), Form::Family));
        all.push((words, Form::PartOfSurname));
    }
    let several = last.len() > 1;
    for chunk in last {
        if several {
            all.push((vec![joined(chunk)], Form::PartOfSurname));
        }
        all.extend(halves(chunk).into_iter().map(|(words, _)| (words, Form::PartOfSurname)));
    }
    all.retain(|(words, form)| {
        *form != Form::PartOfSurname
            || words.iter().all(|word| word.len() > 2 && !PARTICLES.contains(&word.as_str()))
    });
}

/// The halves of a name with a hyphen in it; none of one without.
fn halves(chunk: &str) -> Vec<Phrase> {
    let words = pieces(chunk);
    if words.len() < 2 {
        return Vec::new();
    }
    words
        .into_iter()
        .filter(|word| word.chars().count() > 2)
        .map(|word| (vec![word], Form::PartOfFirst))
        .collect()
}

/// The spellings of a name of one or more chunks: with and without its hyphens, and with its apostrophes as spaces.
pub(crate) fn spellings(chunks: &[&str]) -> Vec<Vec<String>> {
    let plain: Vec<String> = chunks.iter().flat_map(|chunk| pieces(chunk)).collect();
    let run_together: Vec<String> = chunks.iter().map(|chunk| joined(chunk)).collect();
    let apart = chunks.iter().flat_map(|chunk| chunk.split(is_apostrophe)).flat_map(pieces).collect();
    let mut all = vec![plain];
    for other in [run_together, apart] {
        if !all.contains(&other) {
            all.push(other);
        }
    }
    all.retain(|words| !words.is_empty() && words.iter().all(|word| !word.is_empty()));
    all
}

/// The folded words of a chunk, cut where a text would be.
pub(crate) fn pieces(chunk: &str) -> Vec<String> {
    let letter = |c: char| is_letter(c) || is_apostrophe(c) || crate::fold::is_invisible(c);
    let words = chunk
        .split(|c: char| !letter(c))
        .map(|word| if word.is_empty() { String::new() } else { folded(word) });
    words.filter(|word| !word.is_empty()).collect()
}

/// A chunk as one folded word.
pub(crate) fn joined(chunk: &str) -> String {
    pieces(chunk).concat()
}

fn folded(word: &str) -> String {
    let mut out = String::new();
    fold(word, &mut out);
    out
}

/// The first letter of a word in a script that has initials.
fn initial(word: &str) -> Option<String> {
    word.chars().next().filter(|c| c.is_lowercase()).map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, known_as: &[&str]) -> Vec<String> {
        let known_as: Vec<String> = known_as.iter().map(|name| (*name).to_owned()).collect();
        let written = ways(name, &known_as, true, |word| word == "mrs");
        written.iter().map(|(words, form)| format!("{} {form:?}", words.join(" "))).collect()
    }

    #[track_caller]
    fn has(all: &[String], wanted: &[&str]) {
        for one in wanted {
            assert!(all.iter().any(|known| known == one), "`{one}` is not in {all:#?}");
        }
    }

    #[test]
    fn a_person_is_written_in_many_ways() {
        let all = person("Anne-Marie O'Neill", &["Annie"]);
        has(&all, &["anne marie oneill Full", "annemarie oneill Full", "anne marie o neill Full"]);
        has(
            &all,
            &[
                "oneill anne marie Full",
                "oneill , anne marie Full",
                "annie oneill Full",
                "annemarieoneill Full",
            ],
        );
        has(
            &all,
            &[
                "the oneills Family",
                "annie First",
                "anne marie First",
                "annemarie First",
                "anne PartOfFirst",
                "oneill Surname",
            ],
        );
        has(&all, &["a oneill InitialSurname", "anne marie o FirstInitial", "ao Initials", "a o Initials"]);
    }

    #[test]
    fn a_surname_begins_at_its_particle() {
        let all = person("Tess van der Meulen", &[]);
        has(
            &all,
            &["van der meulen Surname", "meulen PartOfSurname", "tess van der meulen Full", "tm Initials"],
        );
        assert!(!all.contains(&"van PartOfSurname".to_owned()));
        has(
            &person("Ada May Smith-Jones", &[]),
            &["smith jones Surname", "jones PartOfSurname", "amsj Initials"][..2],
        );
        has(
            &person("Ada May Smith", &[]),
            &["ada may smith Full", "ada smith Full", "ada may First", "ams Initials"],
        );
    }

    #[test]
    fn one_name_alone_and_a_title() {
        assert_eq!(person("Bo", &[]), ["bo First"]);
        has(&person("Mrs Okoro", &[]), &["okoro Surname"]);
        has(&person("王小明", &["小明"]), &["王小明 Full"]);
        assert_eq!(person("", &["Bo"]), ["bo First"]);
        assert!(person(" - ' ", &[]).iter().all(|known| !known.contains("First")));
    }
}
