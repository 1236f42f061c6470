//! What can be asked for with approved sites, sites asked for, and openings for some minutes, and who may give each command.

use crate::deciding::needs::Needs;
use crate::record::ids::{AskId, DeviceId, LiftId, SiteId};
use serde::{Deserialize, Serialize};

/// How long an approval stands before somebody looks at the site again, in months.
pub(crate) const REVIEW_MONTHS: i32 = 12;

/// At most this many questions that nobody answered are held.
pub(crate) const ASKS_MAX: usize = 100;

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Approve a site.
    Approve { site: SiteId, title: String, names: Vec<String>, why: String },
    /// Say that one looked at it again.
    Review {
        site: SiteId,
        #[serde(default)]
        note: String,
    },
    /// Approve it no more.
    Withdraw { site: SiteId, why: String },
    /// Ask for a site.
    Ask {
        ask: AskId,
        name: String,
        #[serde(default)]
        device: Option<DeviceId>,
        why: String,
    },
    /// Answer: with yes, the site is approved under this id.
    Answer {
        ask: AskId,
        yes: bool,
        why: String,
        #[serde(default)]
        site: Option<SiteId>,
    },
    /// Open one site on one device for some minutes.
    Lift { lift: LiftId, name: String, device: DeviceId, minutes: i64, why: String },
    /// Shut it again.
    EndLift { lift: LiftId },
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Approve { .. }
            | Self::Review { .. }
            | Self::Withdraw { .. }
            | Self::Answer { .. }
            | Self::Lift { .. }
            | Self::EndLift { .. } => Needs::Leader,
            Self::Ask { .. } => Needs::Door,
        }
    }
}
