//! What goes on record about tools and journals, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::ToolId;
use crate::record::private::Private;
use serde::{Deserialize, Serialize};

/// What sort of tool it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ToolKind {
    /// A social media tool.
    Social,
    /// An online learning journal.
    Journal,
    /// Another one.
    Other,
}

impl ToolKind {
    /// The word by which a rule knows it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Social => "social",
            Self::Journal => "journal",
            Self::Other => "other",
        }
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Somebody wants to use a tool.
    Proposed { tool: ToolId, name: String, kind: ToolKind, purpose: Private },
    /// Those whom the policy names permit it.
    Approved { tool: ToolId },
    /// They no longer do.
    Withdrawn { tool: ToolId, why: Private },
    /// It is used no more.
    Retired { tool: ToolId, why: Private },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Proposed { .. } | Self::Approved { .. } | Self::Withdrawn { .. } | Self::Retired { .. } => {
                Audience::Everyone
            }
        }
    }

    pub(crate) fn tool(&self) -> &ToolId {
        match self {
            Self::Proposed { tool, .. }
            | Self::Approved { tool }
            | Self::Withdrawn { tool, .. }
            | Self::Retired { tool, .. } => tool,
        }
    }
}
