//! What can be asked for with disclosures, and who may give each command.

use crate::deciding::needs::Needs;
use crate::record::ids::DisclosureId;
use crate::registers::consents::event::Of;
use crate::registers::disclosures::event::{How, Reason};
use serde::{Deserialize, Serialize};

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Put a sending on record.
    Send {
        disclosure: DisclosureId,
        #[serde(rename = "what")]
        content: String,
        to: String,
        why: String,
        how: How,
        reason: Reason,
        #[serde(default)]
        about: Vec<Of>,
    },
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Send { .. } => Needs::Team,
        }
    }
}
