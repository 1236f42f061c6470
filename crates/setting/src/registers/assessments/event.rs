//! What goes on record about risk assessments, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::{AssessmentId, DeviceId, FriendshipId, OutingId, PersonId, PlaceId, ToolId};
use crate::record::private::Private;
use crate::registers::duties::event::{Risk, Subject};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// An assessment was made; it does these duties.
    Made {
        assessment: AssessmentId,
        of: Of,
        #[serde(rename = "is")]
        particulars: Particulars,
        duties: Vec<String>,
    },
    /// It was made anew.
    Revised {
        assessment: AssessmentId,
        #[serde(rename = "is")]
        particulars: Particulars,
    },
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

/// The highest likelihood and severity: five by five is the usual size of a matrix.
const HIGHEST: u8 = 5;

/// A rating from here on is medium.
const MEDIUM_FROM: u8 = 6;

/// A rating from here on is high.
const HIGH_FROM: u8 = 15;

/// How likely and how bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Score {
    /// From 1, rare, to 5, almost certain.
    pub likelihood: u8,
    /// From 1, slight, to 5, the worst there is.
    pub severity: u8,
}

/// Where a rating lies. The bands are the ones most often printed beside such a matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// 1 to 5.
    Low,
    /// 6 to 14.
    Medium,
    /// 15 to 25.
    High,
}

impl Score {
    /// A score, where both are from 1 to 5.
    pub fn new(likelihood: u8, severity: u8) -> Option<Self> {
        let within = |number: u8| (1..=HIGHEST).contains(&number);
        (within(likelihood) && within(severity)).then_some(Self { likelihood, severity })
    }

    /// Likelihood times severity, from 1 to 25.
    pub fn rating(self) -> u8 {
        self.likelihood.saturating_mul(self.severity)
    }

    /// Where that lies.
    pub fn band(self) -> Band {
        match self.rating() {
            HIGH_FROM.. => Band::High,
            MEDIUM_FROM.. => Band::Medium,
            0..MEDIUM_FROM => Band::Low,
        }
    }
}

impl Band {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}
