//! What goes on record about the time, and who may read each line of it.

use crate::record::audience::Audience;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Somebody who leads said what time it is. The line is dated by it, even where that is before the line above it.
    Stated {
        /// What the machine's clock said then.
        machine: Timestamp,
        /// What time it would have been by the last one that was believed.
        expected: Timestamp,
        /// Whether lines before this one are dated later.
        back: bool,
    },
    /// The program was running. It writes this at odd moments, for nobody to read: lines that somebody may not read leave
    /// gaps in the numbers, and by these a gap tells nothing.
    Beat {},
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Stated { .. } => Audience::Everyone,
            Self::Beat {} => Audience::Nobody,
        }
    }
}
