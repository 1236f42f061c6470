//! What goes on record about notices to families, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::{ChildId, FamilyNoticeId};
use crate::record::private::Private;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A notice was written.
    Written { notice: FamilyNoticeId, kind: String, title: Private, words: Private },
    /// Families were told of it, each named by its children here.
    Told { notice: FamilyNoticeId, families: Vec<ChildId>, how: How, on: Date },
    /// It is no longer given out; what was told stays on record.
    Ended { notice: FamilyNoticeId },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Written { .. } | Self::Told { .. } | Self::Ended { .. } => Audience::Everyone,
        }
    }
}

/// How a family was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// Said to them.
    InPerson,
    /// On paper.
    HandedOut,
    /// By email or post.
    Sent,
    /// Shown and signed by a parent.
    Signed,
}

impl How {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::InPerson => "in person",
            Self::HandedOut => "on paper",
            Self::Sent => "by email or post",
            Self::Signed => "shown and signed",
        }
    }
}
