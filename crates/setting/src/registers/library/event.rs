//! What goes on record about the setting's own resources, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::ResourceId;
use crate::record::private::Private;
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A resource was added: where it is kept, or its address.
    Added { resource: ResourceId, title: Private, found: Private, for_whom: Vec<String> },
    /// It is there no longer.
    Retired { resource: ResourceId },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Added { .. } | Self::Retired { .. } => Audience::Everyone,
        }
    }
}
