//! What can be asked for with the setting's own resources, and who may give each command.

use crate::deciding::needs::Needs;
use crate::record::ids::ResourceId;
use serde::{Deserialize, Serialize};

/// For whom a resource can be.
pub const FOR_WHOM: [&str; 3] = ["children", "parents", "staff"];

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Add a resource.
    Add { resource: ResourceId, title: String, found: String, for_whom: Vec<String> },
    /// Take it out.
    Retire { resource: ResourceId },
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Add { .. } => Needs::Team,
            Self::Retire { .. } => Needs::Leader,
        }
    }
}
