//! What goes on record about devices found on children, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::{ChildId, FindId, PlaceId};
use crate::record::private::Private;
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A device was found on a child.
    Found {
        find: FindId,
        child: ChildId,
        #[serde(rename = "what")]
        item: Private,
    },
    /// It was locked away.
    LockedAway { find: FindId, place: PlaceId },
    /// It was handed over.
    HandedOver { find: FindId, to: Private },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Found { .. } | Self::LockedAway { .. } | Self::HandedOver { .. } => Audience::Everyone,
        }
    }
}
