//! What can be asked for with outings, and who may give each command.

use crate::deciding::needs::Needs;
use crate::record::ids::{ChildId, DeviceId, OutingId, PersonId};
use serde::{Deserialize, Serialize};

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Plan one.
    Plan {
        outing: OutingId,
        to: String,
        people: Vec<PersonId>,
        #[serde(default)]
        children: Vec<ChildId>,
    },
    /// Leave, with the setting phone and the contact folder.
    Leave {
        outing: OutingId,
        #[serde(default)]
        phone: Option<DeviceId>,
        #[serde(default)]
        folder: bool,
    },
    /// Come back.
    Return { outing: OutingId },
    /// It has not left: that was put on record by mistake.
    NotLeft { outing: OutingId },
    /// It is not back: that was put on record by mistake.
    NotBack { outing: OutingId },
    /// Call it off.
    Cancel { outing: OutingId },
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Plan { .. }
            | Self::Leave { .. }
            | Self::Return { .. }
            | Self::NotLeft { .. }
            | Self::NotBack { .. }
            | Self::Cancel { .. } => Needs::Team,
        }
    }
}
