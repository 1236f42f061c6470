//! Words and ids as they were entered, looked at before they go on record.

use crate::deciding::refusal::Refusal;
use crate::deciding::refused::Refused;

/// Words that were entered, trimmed: neither empty nor longer than `length_max` characters.
pub(crate) fn words_within(words: &str, length_max: usize, label: &str) -> Result<String, Refusal> {
    // Browsers send the ends of lines as two characters.
    let words = words.replace("\r\n", "\n");
    let words = words.trim();
    if words.is_empty() {
        return Err(Refused::Empty { label: label.to_owned() }.into());
    }
    if words.chars().count() > length_max {
        return Err(Refused::TooLong { label: label.to_owned(), most: length_max.to_string() }.into());
    }
    if words.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(Refused::Unshowable { label: label.to_owned() }.into());
    }
    Ok(words.to_owned())
}

/// The longest name of a person, in characters.
const NAME_MAX: usize = 120;

/// A name that was entered, on one line and composed.
pub(crate) fn name_within(name: &str, label: &str) -> Result<String, Refusal> {
    let name = words_within(&belisha_textcheck::tidied(name), NAME_MAX, label)?;
    // What a list lost when it was read in another encoding than it was written in is no letter of a name.
    if name.contains('\u{fffd}') {
        return Err(Refused::Unshowable { label: label.to_owned() }.into());
    }
    Ok(name)
}

/// An id that was passed in for something new: short, plain, and not taken.
pub(crate) fn new_id(id: &str, taken: bool, thing: &str) -> Result<(), Refusal> {
    let plain = !id.is_empty()
        && id.len() <= 64
        && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if !plain {
        return Err(Refused::IdNotPlain { thing: thing.to_owned() }.into());
    }
    if taken {
        return Err(Refused::IdTaken { thing: thing.to_owned() }.into());
    }
    Ok(())
}
