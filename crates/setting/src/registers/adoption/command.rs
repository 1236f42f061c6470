//! What can be asked for with the policy as adopted, and who may give each command.

use crate::deciding::needs::Needs;
use crate::record::ids::PersonId;
use serde::{Deserialize, Serialize};

/// What can be done with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Adopt a version.
    Adopt {
        /// The pack's text.
        text: String,
    },
    /// Agree to the changed version that another proposed.
    Agree {
        /// The line in which it was proposed, so that nobody agrees to something else than they read.
        #[serde(default)]
        line: Option<u64>,
    },
    /// Say no to it, or take back what one proposed oneself.
    Decline {},
    /// Sign the version in force.
    Sign {
        /// Who signs.
        person: PersonId,
        /// The version that was shown to them.
        version: String,
    },
    /// Put a link right.
    SetLink {
        /// Whose it is.
        name: String,
        /// Where it leads.
        address: String,
    },
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Adopt { .. } | Self::SetLink { .. } => Needs::Leader,
            Self::Agree { .. } | Self::Decline {} => Needs::Team,
            Self::Sign { person, .. } => Needs::Own(person),
        }
    }
}
