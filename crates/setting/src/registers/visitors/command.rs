//! What can be asked for with visitors, and who may give each command.

use crate::deciding::needs::Needs;
use crate::record::ids::{PersonId, VisitId};
use crate::registers::visitors::event::Phone;
use serde::{Deserialize, Serialize};

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Sign a visitor in.
    In {
        visit: VisitId,
        name: String,
        #[serde(default)]
        organisation: String,
        #[serde(default)]
        purpose: String,
        phone: Phone,
        #[serde(default)]
        watch: bool,
        #[serde(default)]
        lone_working: bool,
        #[serde(default)]
        supervisor: Option<PersonId>,
        /// That the rule was read and is agreed to.
        agreed: bool,
    },
    /// Say who is with them.
    SetSupervisor {
        visit: VisitId,
        #[serde(default)]
        supervisor: Option<PersonId>,
    },
    /// Sign them out.
    Out { visit: VisitId },
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            // Who is with a visitor is for whoever works here to say.
            Self::In { supervisor: Some(_), .. } | Self::SetSupervisor { .. } => Needs::Team,
            Self::In { supervisor: None, .. } | Self::Out { .. } => Needs::Door,
        }
    }
}
