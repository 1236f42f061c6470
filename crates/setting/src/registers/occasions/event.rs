//! What goes on record about events for families, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::{ChildId, OccasionId};
use crate::record::private::Private;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// An event was planned, for these children.
    Planned { occasion: OccasionId, title: String, on: Date, children: Vec<ChildId> },
    /// Who takes part was put right.
    Changed { occasion: OccasionId, children: Vec<ChildId> },
    /// Parents were reminded what they may do with pictures; `how` says by what.
    Reminded { occasion: OccasionId, how: Private },
    /// The doors opened.
    Opened { occasion: OccasionId },
    /// It is over.
    Ended { occasion: OccasionId },
    /// It does not take place.
    Cancelled { occasion: OccasionId },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Planned { .. }
            | Self::Changed { .. }
            | Self::Reminded { .. }
            | Self::Opened { .. }
            | Self::Ended { .. }
            | Self::Cancelled { .. } => Audience::Everyone,
        }
    }

    /// Which one.
    pub fn occasion(&self) -> &OccasionId {
        match self {
            Self::Planned { occasion, .. }
            | Self::Changed { occasion, .. }
            | Self::Reminded { occasion, .. }
            | Self::Opened { occasion }
            | Self::Ended { occasion }
            | Self::Cancelled { occasion } => occasion,
        }
    }
}
