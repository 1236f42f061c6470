//! What goes on record about exceptions, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::author::Author;
use crate::record::ids::{ExceptionId, PersonId};
use crate::record::private::Private;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// An exception was granted.
    Granted {
        exception: ExceptionId,
        #[serde(rename = "is")]
        terms: Exception,
    },
    /// It was taken back.
    Ended { exception: ExceptionId },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Granted { .. } | Self::Ended { .. } => Audience::Everyone,
        }
    }
}

/// An exception.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exception {
    /// For whom.
    pub person: PersonId,
    /// For which act.
    pub act: String,
    /// For which kind of place; anywhere when none.
    pub place: Option<String>,
    /// Why.
    pub why: Private,
    /// Until when.
    pub until: Timestamp,
    /// By whom.
    pub by: Author,
}
