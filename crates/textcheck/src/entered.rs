//! A name as somebody entered it: surname first or last, with what somebody is also called in any marks, in any script.
//! Whoever compares two names, signs somebody in or looks for them in a text goes by this.

use crate::fold::{fold, is_apostrophe, is_invisible, is_letter, is_unspaced};
use unicode_normalization::UnicodeNormalization;

/// A name as it was entered, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// The name, first name first, without what stands in marks.
    pub name: String,
    /// What else they are called.
    pub known_as: Vec<String>,
}

/// The marks in which people write what somebody is also called. Apostrophes are marks where they stand around whole
/// words.
const MARKS: [(char, char); 15] = [
    ('(', ')'),
    ('（', '）'),
    ('[', ']'),
    ('{', '}'),
    ('"', '"'),
    ('“', '”'),
    ('”', '”'),
    ('„', '“'),
    ('„', '”'),
    ('«', '»'),
    ('»', '«'),
    ('「', '」'),
    ('『', '』'),
    ('《', '》'),
    ('＂', '＂'),
];

/// Words that stand before what somebody is also called, the longer before the shorter.
const CALLED: [&str; 17] = [
    "likes to be called",
    "is known as",
    "also known as",
    "known as",
    "preferred name",
    "prefers",
    "goes by",
    "nickname",
    "formerly",
    "previously",
    "called",
    "a.k.a.",
    "a.k.a",
    "aka",
    "née",
    "nee",
    "né",
];

/// Notes in brackets that are nobody's name: sexes, days, sessions, twins, rooms.
const NOTES: [&str; 60] = [
    "f",
    "m",
    "b",
    "g",
    "x",
    "boy",
    "girl",
    "male",
    "female",
    "he",
    "she",
    "they",
    "him",
    "her",
    "am",
    "pm",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "am only",
    "pm only",
    "twin",
    "twins",
    "triplet",
    "sibling",
    "brother",
    "sister",
    "new",
    "left",
    "leaver",
    "starter",
    "trial",
    "baby",
    "babies",
    "toddler",
    "toddlers",
    "preschool",
    "allergy",
    "allergies",
    "vegan",
    "vegetarian",
    "halal",
    "nut",
    "nuts",
    "sen",
    "send",
    "eal",
    "funded",
];

/// What stands after a name and is none: generations, honours, degrees.
const AFTER: [&str; 22] = [
    "jr", "jnr", "junior", "sr", "snr", "senior", "ii", "iii", "iv", "mbe", "obe", "cbe", "phd", "ba", "bsc",
    "ma", "msc", "bed", "qts", "eyts", "eyps", "rgn",
];

/// Titles, which may stand after the comma: `Okoro, Mrs Ada`.
const TITLES: [&str; 12] =
    ["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "rev", "sir", "dame", "lady", "lord"];

impl Entered {
    /// Reads a name. What stands in marks and is a note, no name, is left out.
    pub fn read(entered: &str) -> Self {
        let (rest, marked) = out_of_marks(&tidied(entered));
        let (rest, said) = said_after(&rest);
        let name = first_name_first(rest.trim_matches([' ', ',', ';']));
        let mut known_as: Vec<String> = Vec::new();
        for also in marked.iter().chain(&said).flat_map(|inside| called(inside)) {
            if !known_as.contains(&also) && also != name {
                known_as.push(also);
            }
        }
        Self { name, known_as }
    }
}

/// The same name on one line, composed (NFC), without what cannot be seen, one space between its words.
pub fn tidied(name: &str) -> String {
    // Joiners belong to some scripts' letters; between others they hide.
    let hidden = |c: &char| is_invisible(*c) && !matches!(c, '\u{200c}' | '\u{200d}' | '\u{640}');
    let seen: String =
        name.chars().filter(|c| !hidden(c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let composed: String = seen.nfc().collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is the same for all ways of writing one name: case, accents, apostrophes, hyphens, dots and spaces, and which of
/// first name and surname stands first where a comma or capitals tell. What somebody is also called does not count.
pub fn name_key(name: &str) -> String {
    let name = Entered::read(name).name;
    let mut key = String::with_capacity(name.len());
    for word in name.split(|c: char| !(is_letter(c) || is_apostrophe(c) || is_invisible(c))) {
        let before = key.len();
        // Piece by piece: folding stops at what is too long for a word, and a name is not.
        let letters: Vec<char> = word.chars().collect();
        for piece in letters.chunks(16) {
            let mut folded = String::new();
            fold(&piece.iter().collect::<String>(), &mut folded);
            key.push_str(&folded);
        }
        // Scripts without spaces have none to compare.
        if key.len() > before && !word.ends_with(is_unspaced) {
            key.push(' ');
        }
    }
    key.truncate(key.trim_end().len());
    key
}

/// Whether two names are one, however each is written. Nothing is nobody's name.
pub fn same_name(one: &str, other: &str) -> bool {
    let key = name_key(one);
    !key.is_empty() && key == name_key(other)
}

/// A name without what stands in marks, and that.
fn out_of_marks(name: &str) -> (String, Vec<String>) {
    let (mut rest, mut marked) = (name.to_owned(), Vec::new());
    while let Some((from, inside, to)) = first_mark(&rest) {
        marked.push(inside);
        rest.replace_range(from..to, " ");
    }
    (tidied(&rest), marked)
}

/// The first pair of marks: where it begins, what is in it, where it ends.
fn first_mark(name: &str) -> Option<(usize, String, usize)> {
    for (at, open) in name.char_indices() {
        let after = at + open.len_utf8();
        let rest = name.get(after..)?;
        let closing =
            MARKS.iter().filter(|(known, _)| *known == open).filter_map(|(_, close)| rest.find(*close));
        if let Some(end) = closing.min() {
            let close = rest.get(end..)?.chars().next()?.len_utf8();
            return Some((at, rest.get(..end)?.to_owned(), after + end + close));
        }
        // An apostrophe before a word, and one after it or a later one.
        let begins = name.get(..at)?.chars().next_back().is_none_or(char::is_whitespace);
        if is_apostrophe(open) && begins {
            let ends = |(end, c): &(usize, char)| {
                let next = rest.get(end + c.len_utf8()..).and_then(|tail| tail.chars().next());
                is_apostrophe(*c) && *end > 0 && next.is_none_or(|next| !is_letter(next))
            };
            if let Some((end, c)) = rest.char_indices().find(ends) {
                return Some((at, rest.get(..end)?.to_owned(), after + end + c.len_utf8()));
            }
        }
    }
    None
}

/// A name without what is said after it: `Asha Patel known as Ash`.
fn said_after(name: &str) -> (String, Vec<String>) {
    let lower = name.to_lowercase();
    let begins = CALLED.iter().filter_map(|words| {
        let at = lower.find(&format!(" {words} "))?;
        // Lower case can be longer in some scripts: where it is, nothing is cut.
        (at > 0 && lower.len() == name.len()).then_some(at)
    });
    let Some(at) = begins.min() else { return (name.to_owned(), Vec::new()) };
    (name.get(..at).unwrap_or(name).to_owned(), vec![name.get(at..).unwrap_or_default().to_owned()])
}

/// The names that are in what stands in marks; none where it is a note.
fn called(inside: &str) -> Vec<String> {
    let mut rest = inside.trim().to_owned();
    for words in CALLED {
        let lower = rest.to_lowercase();
        if lower.len() == rest.len() && lower.starts_with(words) {
            let after = rest.get(words.len()..).unwrap_or_default();
            if after.starts_with([' ', ':']) {
                rest = after.trim_start_matches([' ', ':']).to_owned();
            }
        }
    }
    let either = rest.replace(['/', ';', '，', '、', '|'], ",").replace(" or ", ",").replace(" & ", ",");
    let plain = |also: &str| match out_of_marks(also) {
        (rest, marked) if rest.is_empty() => marked,
        (rest, _) => vec![rest],
    };
    either.split(',').flat_map(plain).map(|also| tidied(&also)).filter(|also| is_name(also)).collect()
}

/// Whether it can be what somebody is called: a word or three, of letters, that is no note.
fn is_name(words: &str) -> bool {
    let count = words.split_whitespace().count();
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    let is_note = NOTES.contains(&words.trim_matches(['.', '!']).to_lowercase().as_str());
    (1..=3).contains(&count)
        && (letters > 1 || words.chars().any(is_unspaced))
        && !words.chars().any(|c| c.is_numeric() || matches!(c, ':' | '=' | '@' | '+' | '/'))
        && !is_note
}

/// A name with its first name first: `Smith, Grace` and `SMITH Grace` are `Grace Smith`.
fn first_name_first(name: &str) -> String {
    let comma = |c: char| matches!(c, ',' | '，' | '،' | '、');
    if let Some((surname, given)) = name.split_once(comma) {
        let mut parts: Vec<&str> =
            given.split(comma).map(str::trim).filter(|part| !part.is_empty()).collect();
        let small = |word: &str| word.trim_end_matches('.').to_lowercase();
        let is_after =
            |part: &&str| part.split_whitespace().all(|word| AFTER.contains(&small(word).as_str()));
        let is_title =
            |part: &&str| part.split_whitespace().all(|word| TITLES.contains(&small(word).as_str()));
        let behind: Vec<&str> = parts.iter().copied().filter(is_after).collect();
        parts.retain(|part| !is_after(part));
        // Where the surname stands first anyway, it stays there.
        if surname.chars().any(is_unspaced) {
            return tidied(&std::iter::once(surname.trim()).chain(parts).collect::<Vec<_>>().join(" "));
        }
        let (titles, given): (Vec<&str>, Vec<&str>) = parts.into_iter().partition(|part| is_title(part));
        let all = titles.into_iter().chain(given).chain([surname.trim()]).chain(behind);
        return tidied(&all.collect::<Vec<_>>().join(" "));
    }
    let words: Vec<&str> = name.split(' ').collect();
    let loud =
        |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() > 1 && word.to_uppercase() == **word;
    let cased = |word: &&str| word.chars().any(char::is_lowercase);
    let surname = words.iter().take_while(|word| loud(word) && word.chars().any(char::is_uppercase)).count();
    let rest = words.get(surname..).unwrap_or_default();
    if surname > 0 && !rest.is_empty() && rest.iter().all(cased) {
        let surname = words.get(..surname).unwrap_or_default();
        return rest.iter().chain(surname).copied().collect::<Vec<_>>().join(" ");
    }
    name.to_owned()
}

#[cfg(test)]
mod tests;
