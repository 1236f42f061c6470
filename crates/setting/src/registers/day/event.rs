//! What goes on record about the day, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::{ChildId, DeviceId, PersonId, PlaceId};
use crate::record::private::Private;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What somebody did with a phone or a watch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PutAway {
    /// In a place where such things are kept.
    Stored(PlaceId),
    /// Switched off, with its owner.
    Off,
    /// On silent, with its owner.
    Silent,
    /// Wi-Fi and Bluetooth off.
    Disconnected,
    /// There is none today.
    None,
}

/// The two things of a roll-call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Item {
    /// A phone, or whatever else can call or go online.
    Phone,
    /// A smartwatch.
    Watch,
}

impl Item {
    /// In words, of several.
    pub(crate) fn things(self) -> &'static str {
        match self {
            Self::Phone => "phones",
            Self::Watch => "smartwatches",
        }
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// The day began.
    Opened { date: Date },
    /// The day ended; the devices that were not back.
    Closed {
        date: Date,
        missing: Vec<DeviceId>,
        counted: bool,
        /// Where nobody closed it: the children who were never signed out.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        children_left: Vec<ChildId>,
        /// And the adults.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        people_left: Vec<PersonId>,
    },
    /// It was closed too early: it goes on.
    Reopened { date: Date },
    /// Somebody said what became of whoever was never signed out: they had gone home that day.
    Answered { children: Vec<ChildId>, people: Vec<PersonId>, said: Private },
    /// Somebody came.
    In { person: PersonId },
    /// Somebody went.
    Out { person: PersonId },
    /// A break began.
    BreakStarted { person: PersonId },
    /// A break ended.
    BreakEnded { person: PersonId },
    /// Whether somebody is supervising children.
    Supervising { person: PersonId, yes: bool },
    /// A phone or watch was put away, or there is none.
    PutAway { person: PersonId, item: Item, put: PutAway },
    /// It was taken back.
    TakenBack { person: PersonId, item: Item },
    /// A child came.
    ChildIn { child: ChildId },
    /// A child went.
    ChildOut { child: ChildId },
    /// Somebody said who collected a child.
    Collected { child: ChildId, by: Private },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Opened { .. }
            | Self::Closed { .. }
            | Self::Reopened { .. }
            | Self::Answered { .. }
            | Self::Collected { .. }
            | Self::In { .. }
            | Self::Out { .. }
            | Self::BreakStarted { .. }
            | Self::BreakEnded { .. }
            | Self::Supervising { .. }
            | Self::PutAway { .. }
            | Self::TakenBack { .. }
            | Self::ChildIn { .. }
            | Self::ChildOut { .. } => Audience::Everyone,
        }
    }
}
