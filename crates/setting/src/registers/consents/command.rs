//! What can be asked for with consents to be named, and who may give each command.

use crate::deciding::needs::Needs;
use crate::registers::consents::event::Of;
use serde::{Deserialize, Serialize};

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Put a consent on record.
    Give { of: Of, purpose: String, how: String },
    /// Take it back.
    Withdraw { of: Of, purpose: String },
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Give { of, .. } | Self::Withdraw { of, .. } => match of {
                Of::Person(person) => Needs::SelfOrLeader(person),
                Of::Child(_) => Needs::Leader,
            },
        }
    }
}

/// The ways of publishing that consents are asked for.
pub const PURPOSES: [&str; 4] = ["website", "page", "publicity", "group"];
