//! What goes on record about openings of records, and who may read each line of it.

use crate::record::audience::Audience;
use crate::registers::duties::event::Subject;
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Somebody opened the record of a child or a member of staff.
    Opened {
        /// Of whom.
        of: Subject,
    },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Opened { .. } => Audience::Leaders,
        }
    }
}
