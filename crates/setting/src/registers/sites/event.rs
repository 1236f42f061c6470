//! What goes on record about approved sites, sites asked for, and openings for some minutes, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::{AskId, DeviceId, LiftId, SiteId};
use crate::record::private::Private;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A site was approved for the children, or what is on record of it was put right.
    Approved { site: SiteId, title: String, names: Vec<String>, why: Private, review: Date },
    /// Somebody looked at it again.
    Reviewed { site: SiteId, note: Private, review: Date },
    /// It is approved no more.
    Withdrawn { site: SiteId, why: Private },
    /// Somebody asked for a site, from the page that says it is shut.
    Asked { ask: AskId, name: String, device: Option<DeviceId>, why: Private },
    /// They were answered.
    Answered { ask: AskId, yes: bool, why: Private },
    /// One site was opened on one device for some minutes.
    Lifted { lift: LiftId, name: String, device: DeviceId, until: Timestamp, why: Private },
    /// It was shut again before its time.
    LiftEnded { lift: LiftId },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Approved { .. }
            | Self::Reviewed { .. }
            | Self::Withdrawn { .. }
            | Self::Asked { .. }
            | Self::Answered { .. }
            | Self::Lifted { .. }
            | Self::LiftEnded { .. } => Audience::Everyone,
        }
    }
}
