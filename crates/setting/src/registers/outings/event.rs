//! What goes on record about outings, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::{ChildId, DeviceId, OutingId, PersonId};
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// An outing was planned.
    Planned { outing: OutingId, to: String, people: Vec<PersonId>, children: Vec<ChildId> },
    /// It left, with its kit.
    Left { outing: OutingId, phone: Option<DeviceId>, folder: bool },
    /// It came back.
    Back { outing: OutingId },
    /// It had not left: that was a mistake.
    NotLeft { outing: OutingId },
    /// It was not back: that was a mistake.
    NotBack { outing: OutingId },
    /// It did not take place.
    Cancelled { outing: OutingId },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Planned { .. }
            | Self::Left { .. }
            | Self::Back { .. }
            | Self::NotLeft { .. }
            | Self::NotBack { .. }
            | Self::Cancelled { .. } => Audience::Everyone,
        }
    }
}
