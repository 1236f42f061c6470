//! What goes on record about what the children were taught, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::{ChildId, PersonId};
use crate::record::private::Private;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Children were taught topics of a control.
    Taught {
        children: Vec<ChildId>,
        control: String,
        topics: Vec<String>,
        by: PersonId,
        on: Date,
        note: Private,
    },
    /// A line was written by mistake: what it says was not taught then.
    TakenBack { line: u64, note: Private },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Taught { .. } | Self::TakenBack { .. } => Audience::Everyone,
        }
    }
}
