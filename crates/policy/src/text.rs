//! Small helpers for sentences.

use std::fmt::Display;

/// `a, b and c`.
pub fn join_and<S: AsRef<str>>(words: &[S]) -> String {
    join(words, "and")
}

/// `a, b or c`.
pub fn join_or<S: AsRef<str>>(words: &[S]) -> String {
    join(words, "or")
}

fn join<S: AsRef<str>>(words: &[S], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [most @ .., end] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", most.join(", "), end.as_ref())
        }
    }
}

pub(crate) fn lines<T: Display>(items: &[T]) -> String {
    items.iter().map(T::to_string).collect::<Vec<_>>().join("\n")
}

/// Whether one word is a slip of another.
pub fn is_nearly(given: &str, known: &str) -> bool {
    given != known && strsim::jaro_winkler(given, known) > 0.9
}

/// The candidate that reads most like `given`.
pub fn nearest<'a>(given: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(given, candidate), candidate))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .filter(|(score, _)| *score > 0.6)
        .map(|(_, candidate)| candidate)
}
