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
        /// Who agreed to it beside whoever wrote the line, where it took two.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        vouched_by: Vec<PersonId>,
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
        /// Who agreed to it beside whoever wrote the line, where it took two.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        vouched_by: Vec<PersonId>,
    },
    /// Somebody goes by another name. The one before stays with them: texts are checked for both.
    Renamed {
        /// Who.
        person: PersonId,
        /// Their name from now on.
        name: Private,
    },
    /// Somebody left.
    Left {
        /// Who.
        person: PersonId,
    },
    /// Somebody came back, or never left.
    Reinstated {
        /// Who.
        person: PersonId,
        /// Their roles; a post to which concerns go is given anew, by two people.
        roles: Vec<String>,
    },
    /// Somebody wants what takes two people, because concerns hang on it. It stands in the place of what they wanted
    /// before with the same person.
    Proposed {
        /// With whom.
        person: PersonId,
        /// What.
        change: Change,
    },
    /// A second person agreed.
    Agreed {
        /// With whom it is done.
        person: PersonId,
    },
    /// It is not done: whoever proposed it took it back, or another said no.
    Declined {
        /// With whom it was to be done.
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
        /// Another set it: it serves until its owner chooses one that nobody else knows.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        first: bool,
    },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Added { .. }
            | Self::Changed { .. }
            | Self::Renamed { .. }
            | Self::Left { .. }
            | Self::Reinstated { .. }
            | Self::Proposed { .. }
            | Self::Agreed { .. }
            | Self::Declined { .. }
            | Self::SecretSet { .. } => Audience::Everyone,
        }
    }
}

/// What takes two people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Somebody joins, and holds a post to which concerns go.
    Join {
        /// Their name.
        name: Private,
        /// Their roles.
        roles: Vec<String>,
        /// Whether they may be counted in the ratio.
        counted: bool,
        /// Their approved qualification level.
        level: Option<u8>,
    },
    /// Such a post is given or taken.
    Roles {
        /// Their roles.
        roles: Vec<String>,
        /// Whether they may be counted in the ratio.
        counted: bool,
        /// Their approved qualification level.
        level: Option<u8>,
    },
    /// Somebody who holds one leaves.
    Leave,
    /// The secret of somebody who holds one is set by another.
    Secret {
        /// Which.
        secret: Secret,
        /// Its hash.
        hash: Private,
    },
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
