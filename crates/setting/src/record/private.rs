//! Words about a person, which are sealed at rest and can be erased.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Whom or what words are about: they are sealed under a key of its own. Ids are chosen by whoever sends a command, so the
/// same id may stand in two registers; their keys are two all the same.
pub trait Subject {
    /// The name of the key: the kind and the id.
    fn key_name(&self) -> String;
}

impl<T: Subject + ?Sized> Subject for &T {
    fn key_name(&self) -> String {
        (**self).key_name()
    }
}

/// The subject of words that are about nobody in particular, but may name people.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OfSetting;

/// The subject of words that are about nobody in particular, but may name people.
pub(crate) const SETTING: OfSetting = OfSetting;

impl Subject for OfSetting {
    fn key_name(&self) -> String {
        // No id has this name: ids have a kind before them.
        "setting".to_owned()
    }
}

/// Words about somebody. The ledger seals the words (`is`) under the key of `of`; when that key is gone, so are the words.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Private {
    /// The name of the key; before November 2026 an id alone.
    of: String,
    /// The words; `None` once erased.
    #[serde(rename = "is")]
    words: Option<String>,
}

impl Private {
    /// Words about a subject.
    pub fn new(of: impl Subject, words: impl Into<String>) -> Self {
        Self { of: of.key_name(), words: Some(words.into()) }
    }

    /// The name of the key that the words are sealed under.
    pub fn key_name(&self) -> &str {
        &self.of
    }

    /// The same without its words.
    pub(crate) fn forgotten(&self) -> Self {
        Self { of: self.of.clone(), words: None }
    }

    /// The words to show: a dash stands for those that were erased.
    pub fn words(&self) -> &str {
        self.words.as_deref().unwrap_or("—")
    }

    /// The words; `None` once they were erased. Whatever is decided, compared or looked up goes by this.
    pub fn known(&self) -> Option<&str> {
        self.words.as_deref()
    }
}

/// Logs name ids, never people.
impl fmt::Debug for Private {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Private({})", self.of)
    }
}
