//! What the program puts on record of signing in.

use crate::deciding::needs::Needs;
use crate::record::ids::PersonId;
use crate::registers::sign_ins::event::Place;
use serde::{Deserialize, Serialize};

/// What can be done. Nothing of it comes from outside.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// What only the program's own code makes.
    #[serde(skip)]
    Prepared(Prepared),
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Prepared(
                Prepared::SignedIn { .. } | Prepared::TriedInVain { .. } | Prepared::Denied { .. },
            ) => Needs::Program,
        }
    }
}

/// What the program's own code asks for.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Prepared {
    /// Somebody signed in with a password on a browser that is not enrolled.
    SignedIn {
        /// Who.
        person: PersonId,
        /// Where.
        place: Place,
    },
    /// Wrong secrets were tried until a wait began.
    TriedInVain {
        /// Whose; nobody's where the name is on no register.
        person: Option<PersonId>,
        /// Where.
        place: Place,
    },
    /// Something was asked for that is for others.
    Denied {
        /// By whom.
        person: PersonId,
        /// What: the register and the command, such as `people.change`.
        asked: String,
    },
}
