//! What goes on record about the children, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::ChildId;
use crate::record::private::Private;
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A child joined.
    Added {
        /// Who.
        child: ChildId,
        /// Their name.
        name: Private,
        /// Their date of birth.
        born: Private,
        /// The family they belong to, as the setting calls it.
        family: Private,
    },
    /// A child left.
    Left {
        /// Who.
        child: ChildId,
    },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Added { .. } | Self::Left { .. } => Audience::Everyone,
        }
    }
}
