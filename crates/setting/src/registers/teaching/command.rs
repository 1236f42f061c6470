//! What can be asked for with what the children were taught, and who may give each command.

use crate::deciding::needs::Needs;
use crate::record::ids::{ChildId, PersonId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Put on record what children were taught.
    Teach {
        children: Vec<ChildId>,
        control: String,
        /// All of the control's when left out.
        #[serde(default)]
        topics: Vec<String>,
        /// Who taught; whoever gives the command when left out.
        #[serde(default)]
        by: Option<PersonId>,
        /// Today when left out.
        #[serde(default)]
        on: Option<Date>,
        #[serde(default)]
        note: String,
    },
    /// Take back what was put on record by mistake, by its line.
    TakeBack { line: u64, why: String },
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Teach { .. } | Self::TakeBack { .. } => Needs::Team,
        }
    }
}
