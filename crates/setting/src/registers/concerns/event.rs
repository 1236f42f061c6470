//! What goes on record about concerns, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::{ChildId, ConcernId, PersonId};
use crate::record::private::Private;
use crate::registers::duties::event::Risk;
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A concern was raised.
    Raised {
        concern: ConcernId,
        /// A kind of the catalogue.
        kind: String,
        risk: Risk,
        /// What was seen or heard.
        said: Private,
        /// A child's words, as said.
        child_said: Option<Private>,
        children: Vec<ChildId>,
        adults: Vec<PersonId>,
        /// Who raised it, where nobody is signed in.
        from: Option<Private>,
    },
    /// Something was added.
    Added { concern: ConcernId, words: Private },
    /// It is about further people.
    Named { concern: ConcernId, children: Vec<ChildId>, adults: Vec<PersonId> },
    /// It is not about these children: they were named by mistake.
    Unnamed {
        /// Which.
        concern: ConcernId,
        /// Whom.
        children: Vec<ChildId>,
        /// Why.
        why: Private,
    },
    /// Somebody who was given their post after it was raised may see it, and act on it.
    LetIn {
        /// Which.
        concern: ConcernId,
        /// Whom.
        person: PersonId,
    },
    /// It was taken down a further route.
    Taken { concern: ConcernId, route: String },
    /// A step of its route was done.
    StepDone {
        concern: ConcernId,
        step: String,
        note: Private,
        /// The reference that the body outside gave.
        reference: Option<Private>,
        /// Of the decision about parents: whether they are told.
        told: Option<bool>,
    },
    /// The pictures on a colleague's phone were looked at.
    PicturesChecked { concern: ConcernId, person: PersonId, found: Private },
    /// Somebody read it.
    Opened { concern: ConcernId },
    /// It was closed.
    Closed { concern: ConcernId, outcome: Private },
    /// It was opened again.
    Reopened { concern: ConcernId, why: Private },
    /// The number of a body that differs from place to place.
    NumberSet { body: String, number: Private },
}

impl Event {
    /// Who may read the line that it stands in: whoever may open the concern. The number of a body outside is for all.
    pub fn audience(&self) -> Audience<'_> {
        self.concern().map_or(Audience::Everyone, Audience::Concern)
    }

    /// The concern that it is about; none where it is about no single one.
    pub fn concern(&self) -> Option<&ConcernId> {
        match self {
            Self::Raised { concern, .. }
            | Self::Added { concern, .. }
            | Self::Named { concern, .. }
            | Self::Unnamed { concern, .. }
            | Self::LetIn { concern, .. }
            | Self::Taken { concern, .. }
            | Self::StepDone { concern, .. }
            | Self::PicturesChecked { concern, .. }
            | Self::Opened { concern }
            | Self::Closed { concern, .. }
            | Self::Reopened { concern, .. } => Some(concern),
            Self::NumberSet { .. } => None,
        }
    }
}
