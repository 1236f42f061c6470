//! What can be asked for with the places, and who may give each command.

use crate::deciding::needs::Needs;
use crate::record::ids::PlaceId;
use serde::{Deserialize, Serialize};

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Put a place on the register, or change it.
    Set {
        /// Which.
        place: PlaceId,
        /// Its name here.
        name: String,
        /// The word by which the policy knows it.
        kind: String,
        /// Whether children are in it, or can see it.
        #[serde(default)]
        children: bool,
        /// Whether staff can see what happens there.
        #[serde(default)]
        sighted: bool,
        /// Whether devices are kept there under lock.
        #[serde(default)]
        store: bool,
    },
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Set { .. } => Needs::Leader,
        }
    }
}
