//! What goes on record about risk assessments, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::{AssessmentId, DeviceId, FriendshipId, OutingId, PersonId, PlaceId, ToolId};
use crate::record::private::Private;
use crate::registers::assessments::rating::Score;
use crate::registers::duties::event::{Risk, Subject};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// An assessment was made; it does these duties.
    Made { assessment: AssessmentId, of: Of, is: Particulars, duties: Vec<String> },
    /// It was made anew.
    Revised { assessment: AssessmentId, is: Particulars },
    /// Somebody whom the policy names put their name to it: it does these duties.
    SignedOff { assessment: AssessmentId, duties: Vec<String> },
    /// It was looked at again, and stands.
    Reviewed { assessment: AssessmentId, note: Private, review: Date },
    /// It no longer stands.
    Retired { assessment: AssessmentId, why: Private },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Made { .. }
            | Self::Revised { .. }
            | Self::SignedOff { .. }
            | Self::Reviewed { .. }
            | Self::Retired { .. } => Audience::Everyone,
        }
    }

    pub(crate) fn assessment(&self) -> &AssessmentId {
        match self {
            Self::Made { assessment, .. }
            | Self::Revised { assessment, .. }
            | Self::SignedOff { assessment, .. }
            | Self::Reviewed { assessment, .. }
            | Self::Retired { assessment, .. } => assessment,
        }
    }
}

/// What an assessment says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Particulars {
    pub title: Private,
    /// The risk of the online world it is filed under.
    pub risk: Option<Risk>,
    pub hazards: Vec<Hazard>,
    /// Who answers for it.
    pub owner: PersonId,
    /// The day by which it is looked at again.
    pub review: Date,
}

/// One hazard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hazard {
    pub hazard: Private,
    /// Who may be harmed.
    pub harmed: Private,
    pub score: Score,
    /// What is done about it.
    pub controls: Private,
    /// What is left of it with that done.
    pub left: Option<Score>,
}

impl Hazard {
    /// The score as things are: what is left where that was judged.
    pub fn now(&self) -> Score {
        self.left.unwrap_or(self.score)
    }
}

/// What an assessment is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Of {
    /// Going online in this setting as a whole.
    Setting,
    Place(PlaceId),
    Device(DeviceId),
    /// A new technology: a kind of device.
    Kind(String),
    Outing(OutingId),
    /// A social media tool or an online journal.
    Tool(ToolId),
    Friendship(FriendshipId),
    /// A site, by its address.
    Site(String),
    /// Something else: its title says what.
    Other,
}

impl Of {
    /// As the subject of a duty, where a duty can be about it.
    pub fn subject(&self) -> Option<Subject> {
        Some(match self {
            Self::Setting => Subject::Setting,
            Self::Place(place) => Subject::Place(place.clone()),
            Self::Device(device) => Subject::Device(device.clone()),
            Self::Kind(kind) => Subject::Kind(kind.clone()),
            Self::Tool(tool) => Subject::Tool(tool.clone()),
            Self::Friendship(friendship) => Subject::Friendship(friendship.clone()),
            Self::Outing(_) | Self::Site(_) | Self::Other => return None,
        })
    }
}
