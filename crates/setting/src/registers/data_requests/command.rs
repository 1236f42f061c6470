//! What can be asked for with requests for data, and who may give each command.

use crate::deciding::needs::Needs;
use crate::record::ids::RequestId;
use crate::registers::data_requests::event::{Kind, Whom};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Put a request on record.
    Receive {
        request: RequestId,
        kind: Kind,
        #[serde(default)]
        whom: Option<Whom>,
        from: String,
        words: String,
        /// The day it came; today when left out.
        #[serde(default)]
        on: Option<Date>,
    },
    /// Say that whoever asked was told that it came.
    Acknowledge { request: RequestId, how: String },
    /// Answer it.
    Answer {
        request: RequestId,
        #[serde(default)]
        done: bool,
        words: String,
    },
    /// Erase what is held of somebody who asked for it.
    Erase { request: RequestId },
    /// What only the program's own code makes.
    #[serde(skip)]
    Prepared(Prepared),
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Receive { .. } => Needs::Team,
            Self::Acknowledge { .. } | Self::Answer { .. } | Self::Erase { .. } => Needs::Leader,
            Self::Prepared(Prepared::Gone { .. }) => Needs::Program,
        }
    }
}

/// What the program's own code asks for.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Prepared {
    /// Say that a key is destroyed, and every copy of the words that the program has.
    Gone { whom: Whom },
}
