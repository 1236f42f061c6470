//! What a clause’s standing rests on.

use crate::reading::standing::level::Standing;
use serde::Serialize;

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// The control it is about.
    pub control: String,
    /// Where that control stands.
    pub standing: Standing,
    /// In words.
    pub words: String,
    /// The line of the log, where there is one.
    pub line: Option<u64>,
}

/// A clause with where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClauseStanding {
    /// The clause.
    pub clause: String,
    /// The worst of its controls.
    pub standing: Standing,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
}
