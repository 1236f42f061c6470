//! What can be asked for with duties done, and who may give each command.

use crate::deciding::needs::Needs;
use crate::registers::duties::event::{Risk, Subject};
use serde::{Deserialize, Serialize};

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Put a duty done on record.
    Do {
        /// `control/duty`.
        duty: String,
        subject: Subject,
        #[serde(default)]
        failed: bool,
        /// What was found or done; the evidence.
        #[serde(default)]
        note: String,
        #[serde(default)]
        risk: Option<Risk>,
    },
    /// Take back what was ticked by mistake: what was done before it counts again.
    TakeBack { duty: String, subject: Subject, why: String },
    /// Put right what a failed check found.
    Remedy { duty: String, subject: Subject, note: String },
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Do { .. } | Self::TakeBack { .. } | Self::Remedy { .. } => Needs::Team,
        }
    }
}
