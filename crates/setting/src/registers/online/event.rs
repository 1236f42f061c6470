//! What goes on record about supervised sessions and permissions to go online, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::{ChildId, DeviceId, PersonId, SessionId, SiteId};
use crate::record::private::Private;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Parents answered whether their child may go online; `after_shown` says that they had been shown the policy.
    Permitted { child: ChildId, yes: bool, by: Private, on: Date, after_shown: bool },
    /// A session began.
    Opened {
        session: SessionId,
        supervisor: PersonId,
        devices: Vec<DeviceId>,
        children: Vec<ChildId>,
        purpose: String,
        /// Of the approved sites, these; all of them when empty.
        sites: Vec<SiteId>,
        until: Timestamp,
    },
    /// It was ended by hand.
    Ended { session: SessionId },
    /// What was looked up in it, one name in a line with how often.
    LookedUp { session: SessionId, names: Private, opened: u32, refused: u32 },
    /// The names were erased, and their key with them; the sums stay.
    NamesErased { session: SessionId },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Permitted { .. }
            | Self::Opened { .. }
            | Self::Ended { .. }
            | Self::LookedUp { .. }
            | Self::NamesErased { .. } => Audience::Everyone,
        }
    }
}
