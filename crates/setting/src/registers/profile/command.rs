//! What can be asked for with the setting itself, and who may give each command.

use crate::deciding::needs::Needs;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

/// What can be done to them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Begin.
    Found {
        /// Its name.
        name: String,
        /// Its telephone number; may be empty for now.
        #[serde(default)]
        number: String,
    },
    /// Set the number.
    SetNumber {
        /// The number.
        number: String,
    },
    /// Set the hours of a weekday.
    SetHours {
        /// Monday is 1.
        weekday: i8,
        /// From.
        from: Option<Time>,
        /// Until.
        to: Option<Time>,
    },
    /// Set a term.
    SetTerm {
        /// Its name.
        name: String,
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
    },
    /// Close on a day.
    SetClosure {
        /// The day.
        on: Date,
        /// Why.
        why: String,
    },
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Found { .. }
            | Self::SetNumber { .. }
            | Self::SetHours { .. }
            | Self::SetTerm { .. }
            | Self::SetClosure { .. } => Needs::Leader,
        }
    }
}
