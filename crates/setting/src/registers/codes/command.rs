//! What can be asked for with the codes of conduct, and who may give each command.

use crate::deciding::needs::Needs;
use crate::record::ids::{ChildId, PersonId};
use serde::{Deserialize, Serialize};

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Sign the adults' code of the version in force.
    Sign {
        person: PersonId,
        version: String,
        /// The hash of the text that was shown, where it is known.
        #[serde(default)]
        shown: Option<String>,
    },
    /// Put on record that the children's code was talked through with a child.
    TalkThrough {
        child: ChildId,
        version: String,
        #[serde(default)]
        shown: Option<String>,
    },
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Sign { person, .. } => Needs::Own(person),
            Self::TalkThrough { .. } => Needs::Team,
        }
    }
}
