//! What can be asked for with events for families, and who may give each command.

use crate::deciding::needs::Needs;
use crate::record::ids::{ChildId, OccasionId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Plan an event; every child who is here takes part when nobody is named.
    Plan {
        occasion: OccasionId,
        title: String,
        on: Date,
        #[serde(default)]
        children: Vec<ChildId>,
    },
    /// Put right who takes part.
    Change { occasion: OccasionId, children: Vec<ChildId> },
    /// Say that the parents were reminded, and how.
    Remind { occasion: OccasionId, how: String },
    /// Open the doors.
    Open { occasion: OccasionId },
    /// It is over.
    End { occasion: OccasionId },
    /// Call it off.
    Cancel { occasion: OccasionId },
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Plan { .. }
            | Self::Change { .. }
            | Self::Remind { .. }
            | Self::Open { .. }
            | Self::End { .. }
            | Self::Cancel { .. } => Needs::Team,
        }
    }
}
