//! What a first look at a file tells.

use super::source::Source;
use serde::{Deserialize, Serialize};

/// Whether it stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MediaKind {
    /// A picture.
    Still,
    /// A recording.
    Recording,
}

/// What a first look at a file tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// Whether it stands still.
    pub kind: MediaKind,
    /// What it says of the device that made it.
    pub source: Source,
}
