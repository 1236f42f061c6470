//! What can be asked for with devices found on children, and who may give each command.

use crate::deciding::needs::Needs;
use crate::record::ids::{ChildId, FindId, PlaceId};
use serde::{Deserialize, Serialize};

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Record what was found.
    Record {
        find: FindId,
        child: ChildId,
        #[serde(rename = "what")]
        item: String,
    },
    /// Lock it away.
    LockAway { find: FindId, place: PlaceId },
    /// Hand it over.
    HandOver { find: FindId, to: String },
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Record { .. } | Self::LockAway { .. } | Self::HandOver { .. } => Needs::Team,
        }
    }
}
