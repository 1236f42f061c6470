//! What can be asked for with channels, and who may give each command.

use crate::deciding::needs::Needs;
use crate::record::ids::{ChannelId, ChildId, PersonId};
use crate::registers::channels::event::ChannelKind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Set a channel down, or change it.
    Set {
        channel: ChannelId,
        name: String,
        kind: ChannelKind,
        #[serde(default)]
        serves: String,
        run_by: BTreeSet<PersonId>,
    },
    /// Take it out of use.
    Close { channel: ChannelId, why: String },
    /// Put a child's family on.
    Join { channel: ChannelId, child: ChildId },
    /// Take a child's family off.
    Remove { channel: ChannelId, child: ChildId },
    /// Say what was looked at, and why.
    Look {
        channel: ChannelId,
        #[serde(rename = "what")]
        finding: String,
        why: String,
    },
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Set { .. } | Self::Close { .. } | Self::Join { .. } => Needs::Leader,
            Self::Remove { .. } | Self::Look { .. } => Needs::Team,
        }
    }
}
