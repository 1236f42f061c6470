//! What goes on record about the codes of conduct, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::{ChildId, PersonId};
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Somebody signed the adults' code of a version; the hash is that of the text shown.
    Signed { person: PersonId, version: String, shown: String },
    /// An adult, the author, talked the children's code of a version through with a child.
    TalkedThrough { child: ChildId, version: String, shown: String },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Signed { .. } | Self::TalkedThrough { .. } => Audience::Everyone,
        }
    }
}
