//! What can be asked for with notices to families, and who may give each command.

use crate::deciding::needs::Needs;
use crate::record::ids::{ChildId, FamilyNoticeId};
use crate::registers::families::event::How;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Write a notice.
    Write { notice: FamilyNoticeId, kind: String, title: String, words: String },
    /// Put on record that families were told. A child stands for its family.
    Tell {
        notice: FamilyNoticeId,
        families: Vec<ChildId>,
        how: How,
        /// Today when left out.
        #[serde(default)]
        on: Option<Date>,
    },
    /// Give it out no longer.
    End { notice: FamilyNoticeId },
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Write { .. } | Self::Tell { .. } | Self::End { .. } => Needs::Team,
        }
    }
}
