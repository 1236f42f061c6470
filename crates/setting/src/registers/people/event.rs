//! What goes on record about the adults, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::PersonId;
use crate::record::private::Private;
use serde::{Deserialize, Serialize};

/// What happened to people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Somebody joined.
    Added {
        /// Who.
        person: PersonId,
        /// Their name.
        name: Private,
        /// Their roles.
        roles: Vec<String>,
        /// Whether they may be counted in the ratio.
        counted: bool,
        /// Their approved qualification level, when they have one.
        level: Option<u8>,
    },
    /// Their particulars changed.
    Changed {
        /// Who.
        person: PersonId,
        /// Their roles.
        roles: Vec<String>,
        /// Whether they may be counted in the ratio.
        counted: bool,
        /// Their approved qualification level.
        level: Option<u8>,
    },
    /// Somebody left.
    Left {
        /// Who.
        person: PersonId,
    },
    /// A password or PIN was set; only its argon2 hash is kept, sealed.
    SecretSet {
        /// Whose.
        person: PersonId,
        /// Which.
        secret: Secret,
        /// The hash, a PHC string; of a second factor its seed in base32 (RFC 4648).
        hash: Private,
    },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Added { .. } | Self::Changed { .. } | Self::Left { .. } | Self::SecretSet { .. } => {
                Audience::Everyone
            }
        }
    }
}

/// The kinds of secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Secret {
    /// For managers, from anywhere.
    Password,
    /// For everyone, on enrolled tablets only.
    Pin,
    /// The seed of six figures that change every half minute (RFC 6238), for history. Kept as a seed, not hashed.
    SecondFactor,
}
