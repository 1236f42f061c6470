//! Something found in a text, and what is to be done about it.

use belisha_textcheck::{FindingKind, Sure};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// What is to be done about a finding. Ordered: the later, the worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It may stay.
    Pass,
    /// Somebody looks at it and judges.
    Look,
    /// It must not go out.
    Stop,
}

impl Verdict {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Pass => "may stay",
            Self::Look => "look at it",
            Self::Stop => "take it out",
        }
    }
}

/// Something found, and what is to be done about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found {
    /// Where, in bytes of the text.
    pub at: Range<usize>,
    /// The words found.
    pub words: String,
    /// What they are.
    #[serde(rename = "what")]
    pub kind: FindingKind,
    /// How sure that is.
    pub sure: Sure,
    /// What is to be done.
    pub verdict: Verdict,
    /// The clauses behind it; empty where the policy does not speak of it.
    pub clauses: Vec<String>,
    /// Why, and what to write instead.
    pub says: String,
}
