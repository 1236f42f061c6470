//! What goes on record about duties done, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::{
    AssessmentId, ChannelId, ChildId, DeviceId, FriendshipId, OccasionId, PersonId, PlaceId, ToolId,
};
use crate::record::private::Private;
use serde::{Deserialize, Serialize};

/// For whom or what a duty is done.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// The setting as a whole.
    Setting,
    /// An adult.
    Person(PersonId),
    /// A device.
    Device(DeviceId),
    /// A place.
    Place(PlaceId),
    /// A child.
    Child(ChildId),
    /// A kind of device.
    Kind(String),
    /// A policy that this one points to.
    Policy(String),
    /// A friendship from before a child came.
    Friendship(FriendshipId),
    /// An online tool.
    Tool(ToolId),
    /// A risk assessment that does no duty of the policy.
    Assessment(AssessmentId),
    /// A mailbox.
    Mailbox(ChannelId),
    /// An event for families.
    Occasion(OccasionId),
}

/// The risks of the online world, under which assessments are filed (KCSIE's four Cs; the first three are the
/// policies').
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Risk {
    /// Illegal, inappropriate or harmful material.
    Content,
    /// Harmful interaction with others.
    Contact,
    /// Own behaviour that causes harm.
    Conduct,
    /// Gambling, advertising, fraud.
    Commerce,
}

impl Risk {
    /// Every risk, in the order of KCSIE.
    pub const ALL: [Self; 4] = [Self::Content, Self::Contact, Self::Conduct, Self::Commerce];

    /// Its word, on forms and in policies.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Content => "content",
            Self::Contact => "contact",
            Self::Conduct => "conduct",
            Self::Commerce => "commerce",
        }
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A duty was done.
    Done { duty: String, subject: Subject, passed: bool, note: Private, risk: Option<Risk> },
    /// It was ticked by mistake: what was done before it counts again.
    TakenBack { duty: String, subject: Subject, note: Private },
    /// What a failed check found was put right.
    Remedied { duty: String, subject: Subject, note: Private },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Done { .. } | Self::TakenBack { .. } | Self::Remedied { .. } => Audience::Everyone,
        }
    }
}
