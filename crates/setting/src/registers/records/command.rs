//! What can be asked for with openings of records, and who may give each command.

use crate::deciding::needs::Needs;
use crate::registers::duties::event::Subject;
use serde::{Deserialize, Serialize};

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Open the record of a child or a member of staff.
    Open {
        /// Of whom.
        of: Subject,
    },
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Open { .. } => Needs::Team,
        }
    }
}
