//! Words about a person, which are sealed at rest and can be erased.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The subject of words that are about nobody in particular, but may name people.
pub(crate) const SETTING: &str = "setting";

/// Words about somebody. The ledger seals the words (`is`) under the key of `of`; when that key is gone, so are the words.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Private {
    /// Whom the words are about: an id.
    of: String,
    /// The words; `None` once erased.
    #[serde(rename = "is")]
    words: Option<String>,
}

impl Private {
    /// Words about `of`.
    pub fn new(of: impl fmt::Display, words: impl Into<String>) -> Self {
        Self { of: of.to_string(), words: Some(words.into()) }
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
