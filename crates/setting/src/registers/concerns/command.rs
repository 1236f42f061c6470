//! What can be asked for with concerns, and who may give each command.

use crate::deciding::needs::Needs;
use crate::record::ids::{ChildId, ConcernId, PersonId};
use crate::registers::duties::event::Risk;
use serde::{Deserialize, Serialize};

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Raise a concern. The same one again is no second concern.
    Raise {
        concern: ConcernId,
        kind: String,
        said: String,
        #[serde(default)]
        child_said: String,
        /// Where it is filed; as its kind has it when left out.
        #[serde(default)]
        risk: Option<Risk>,
        #[serde(default)]
        children: Vec<ChildId>,
        #[serde(default)]
        adults: Vec<PersonId>,
        #[serde(default)]
        from: String,
    },
    /// Add to it.
    Add { concern: ConcernId, words: String },
    /// Put on record whom else it is about.
    Name {
        concern: ConcernId,
        #[serde(default)]
        children: Vec<ChildId>,
        #[serde(default)]
        adults: Vec<PersonId>,
    },
    /// Put on record that it is not about a child who was named by mistake. The log keeps both lines.
    Unname {
        /// Which.
        concern: ConcernId,
        /// Whom.
        #[serde(default)]
        children: Vec<ChildId>,
        /// One more of them, where a form names one.
        #[serde(default)]
        child: Option<ChildId>,
        /// Why.
        why: String,
    },
    /// Let somebody see it who was given their post after it was raised.
    LetIn {
        /// Which.
        concern: ConcernId,
        /// Whom.
        person: PersonId,
    },
    /// Take it down a further route: the id of the control.
    Take { concern: ConcernId, route: String },
    /// Do a step.
    Do {
        concern: ConcernId,
        step: String,
        note: String,
        #[serde(default)]
        reference: String,
        /// That an unusual reference is right.
        #[serde(default)]
        sure: bool,
        #[serde(default)]
        told: Option<bool>,
    },
    /// Look at the pictures on a colleague's phone.
    CheckPictures { concern: ConcernId, person: PersonId, found: String },
    /// Read it.
    Open { concern: ConcernId },
    /// Close it.
    Close { concern: ConcernId, outcome: String },
    /// Open it again.
    Reopen { concern: ConcernId, why: String },
    /// Fill in the number of a local body.
    SetNumber { body: String, number: String },
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Raise { .. } => Needs::Door,
            Self::Add { .. }
            | Self::Name { .. }
            | Self::Unname { .. }
            | Self::LetIn { .. }
            | Self::Take { .. }
            | Self::Do { .. }
            | Self::CheckPictures { .. }
            | Self::Open { .. }
            | Self::Close { .. }
            | Self::Reopen { .. } => Needs::Team,
            Self::SetNumber { .. } => Needs::Leader,
        }
    }
}
