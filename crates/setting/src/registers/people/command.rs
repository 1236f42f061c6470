//! What can be asked for with the adults, and who may give each command.

use crate::deciding::needs::Needs;
use crate::record::ids::PersonId;
use crate::registers::people::event::Secret;
use serde::{Deserialize, Serialize};

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Add somebody.
    Add {
        /// The new id.
        person: PersonId,
        /// Their name.
        name: String,
        /// Their roles.
        roles: Vec<String>,
        /// Whether they may be counted in the ratio.
        #[serde(default)]
        counted: bool,
        /// Their approved qualification level.
        #[serde(default)]
        level: Option<u8>,
    },
    /// Change their particulars.
    Change {
        /// Who.
        person: PersonId,
        /// Their name from now on; as it is when left out.
        #[serde(default)]
        name: Option<String>,
        /// Their roles.
        roles: Vec<String>,
        /// Whether they may be counted in the ratio.
        #[serde(default)]
        counted: bool,
        /// Their approved qualification level.
        #[serde(default)]
        level: Option<u8>,
    },
    /// Somebody leaves.
    Leave {
        /// Who.
        person: PersonId,
    },
    /// Somebody comes back, or never left: with what they signed and were taught, and without a post to which concerns go.
    Reinstate {
        /// Who.
        person: PersonId,
    },
    /// Agree to what another proposed with somebody.
    Agree {
        /// With whom.
        person: PersonId,
        /// The line in which it was proposed, so that nobody agrees to something else than they read.
        #[serde(default)]
        line: Option<u64>,
    },
    /// Say no to it, or take back what one proposed oneself.
    Decline {
        /// With whom.
        person: PersonId,
    },
    /// What only the program's own code makes.
    #[serde(skip)]
    Prepared(Prepared),
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Prepared(prepared) => prepared.needs(),
            Self::Add { .. } | Self::Change { .. } | Self::Leave { .. } | Self::Reinstate { .. } => {
                Needs::Leader
            }
            Self::Agree { .. } | Self::Decline { .. } => Needs::Team,
        }
    }
}

/// What the program's own code asks for, with what it has sealed, hashed or counted. None of it can be read from
/// outside: no form and no line of JSON becomes one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Prepared {
    /// Set a secret, hashed already.
    SetSecret {
        /// Whose.
        person: PersonId,
        /// Which.
        secret: Secret,
        /// The hash.
        hash: String,
    },
    /// Carry out what was proposed where no second person is: with the recovery key, which the program has seen, and
    /// after some days.
    ByRecoveryKey {
        /// With whom.
        person: PersonId,
    },
}

impl Prepared {
    fn needs(&self) -> Needs<'_> {
        match self {
            Self::SetSecret { person, .. } => Needs::SelfOrLeader(person),
            Self::ByRecoveryKey { .. } => Needs::Leader,
        }
    }
}
