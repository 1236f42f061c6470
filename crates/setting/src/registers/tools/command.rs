//! What can be asked for with tools and journals, and who may give each command.

use crate::deciding::needs::Needs;
use crate::record::ids::ToolId;
use crate::registers::tools::event::ToolKind;
use serde::{Deserialize, Serialize};

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Put a tool on the register, before it is used.
    Propose { tool: ToolId, name: String, kind: ToolKind, purpose: String },
    /// Permit it.
    Approve { tool: ToolId },
    /// Take the permission back.
    Withdraw { tool: ToolId, why: String },
    /// Use it no more.
    Retire { tool: ToolId, why: String },
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Propose { .. } | Self::Approve { .. } | Self::Withdraw { .. } | Self::Retire { .. } => {
                Needs::Team
            }
        }
    }
}
