//! Words and ids as they were entered, looked at before they go on record.

use crate::deciding::refusal::Refusal;

/// Words that were entered, trimmed: neither empty nor longer than `length_max` characters.
pub(crate) fn words_within(words: &str, length_max: usize, what: &str) -> Result<String, Refusal> {
    // Browsers send the ends of lines as two characters.
    let words = words.replace("\r\n", "\n");
    let words = words.trim();
    if words.is_empty() {
        return Err(Refusal::Invalid(format!("{what} is empty: please fill it in.")));
    }
    if words.chars().count() > length_max {
        return Err(Refusal::Invalid(format!("{what} is too long: at most {length_max} characters.")));
    }
    if words.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(Refusal::Invalid(format!("{what} holds characters that cannot be shown.")));
    }
    Ok(words.to_owned())
}

/// An id that was passed in for something new: short, plain, and not taken.
pub(crate) fn new_id(id: &str, taken: bool, what: &str) -> Result<(), Refusal> {
    let plain = !id.is_empty()
        && id.len() <= 64
        && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if !plain {
        return Err(Refusal::Invalid(format!("The id of {what} is not plain letters, digits and dashes.")));
    }
    if taken {
        return Err(Refusal::Contradiction(format!("There is already {what} with that id.")));
    }
    Ok(())
}
