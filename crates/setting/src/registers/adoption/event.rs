//! What goes on record about the policy as adopted, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::PersonId;
use serde::{Deserialize, Serialize};

/// What happened to the policy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A version was adopted. Its text stays in the log, so that it can be read for ever.
    Adopted {
        /// The pack's id.
        policy: String,
        /// The version, a date.
        version: String,
        /// The pack's text.
        text: String,
    },
    /// Somebody who leads wants a changed version; another has to agree. It stands in the place of one proposed before.
    Proposed {
        /// The pack's id.
        policy: String,
        /// The version, a date.
        version: String,
        /// The pack's text.
        text: String,
    },
    /// Another agreed to it.
    Agreed,
    /// It is not adopted.
    Declined,
    /// Somebody read a version and signed it.
    Signed {
        /// Who.
        person: PersonId,
        /// Which version.
        version: String,
        /// How many clauses were shown.
        clauses_shown: usize,
        /// The SHA-256 of the text shown; lines written before it was kept have none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        shown: Option<String>,
    },
    /// A link to outside help was put right.
    LinkSet {
        /// Whose it is.
        name: String,
        /// Where it leads; empty takes it off the page.
        address: String,
    },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Adopted { .. }
            | Self::Proposed { .. }
            | Self::Agreed
            | Self::Declined
            | Self::Signed { .. }
            | Self::LinkSet { .. } => Audience::Everyone,
        }
    }
}
