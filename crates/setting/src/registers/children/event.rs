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
    /// What is on record about a child was put right. What they were called before stays: texts are checked for both.
    Changed {
        /// Who.
        child: ChildId,
        /// Their name from now on, where that changed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<Private>,
        /// Their date of birth, where that was wrong.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        born: Option<Private>,
        /// Their family, where that changed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        family: Option<Private>,
    },
    /// A child left.
    Left {
        /// Who.
        child: ChildId,
    },
    /// A child came back, or never left.
    Reinstated {
        /// Who.
        child: ChildId,
    },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Added { .. } | Self::Changed { .. } | Self::Left { .. } | Self::Reinstated { .. } => {
                Audience::Everyone
            }
        }
    }
}
