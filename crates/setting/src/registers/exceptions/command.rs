//! What can be asked for with exceptions, and who may give each command.

use crate::deciding::needs::Needs;
use crate::record::ids::{ExceptionId, PersonId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Grant an exception; it lapses at the end of the day unless an earlier time is given.
    Grant {
        exception: ExceptionId,
        person: PersonId,
        act: String,
        /// The kind of place it holds for; anywhere when left out.
        #[serde(default)]
        place: Option<String>,
        why: String,
        #[serde(default)]
        until: Option<Timestamp>,
    },
    /// Take it back.
    End { exception: ExceptionId },
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Grant { .. } | Self::End { .. } => Needs::Team,
        }
    }
}
