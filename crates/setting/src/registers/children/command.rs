//! What can be asked for with the children, and who may give each command.

use crate::deciding::needs::Needs;
use crate::record::ids::ChildId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Add a child.
    Add {
        /// The new id.
        child: ChildId,
        /// Their name.
        name: String,
        /// Their date of birth.
        born: Date,
        /// Their family.
        #[serde(default)]
        family: String,
    },
    /// Put right what is on record about a child; what is left out stays.
    Change {
        /// Who.
        child: ChildId,
        /// Their name.
        #[serde(default)]
        name: Option<String>,
        /// Their date of birth.
        #[serde(default)]
        born: Option<Date>,
        /// Their family.
        #[serde(default)]
        family: Option<String>,
    },
    /// A child leaves.
    Leave {
        /// Who.
        child: ChildId,
    },
    /// A child comes back, or never left: with its family's answers and its journey.
    Reinstate {
        /// Who.
        child: ChildId,
    },
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Add { .. } | Self::Change { .. } | Self::Leave { .. } | Self::Reinstate { .. } => {
                Needs::Leader
            }
        }
    }
}
