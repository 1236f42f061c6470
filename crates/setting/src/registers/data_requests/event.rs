//! What goes on record about requests for data, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::{ChildId, PersonId, RequestId, VisitId};
use crate::record::private::{Private, Subject};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// To see what is held (UK GDPR, Article 15).
    Access,
    /// To have it put right (Article 16).
    Correction,
    /// To have it erased (Article 17).
    Erasure,
    /// A complaint about how data is handled (Data Protection Act 2018, section 164A).
    Complaint,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Access, Self::Correction, Self::Erasure, Self::Complaint];

    /// As it is written in commands.
    pub fn word(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Correction => "correction",
            Self::Erasure => "erasure",
            Self::Complaint => "complaint",
        }
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Access => "to see what is held",
            Self::Correction => "to have something put right",
            Self::Erasure => "to have data erased",
            Self::Complaint => "a complaint about how data is handled",
        }
    }
}

/// Whose data it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whom {
    /// A child's, and its family's.
    Child(ChildId),
    /// That of an adult on the register.
    Person(PersonId),
    /// A visitor's.
    Visit(VisitId),
}

impl Whom {
    /// The id, as it stood before keys had a kind.
    pub fn id(&self) -> &str {
        match self {
            Self::Child(child) => child.as_str(),
            Self::Person(person) => person.as_str(),
            Self::Visit(visit) => visit.as_str(),
        }
    }
}

impl Subject for Whom {
    fn key_name(&self) -> String {
        match self {
            Self::Child(child) => child.key_name(),
            Self::Person(person) => person.key_name(),
            Self::Visit(visit) => visit.key_name(),
        }
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A request came, on a day.
    Received {
        request: RequestId,
        kind: Kind,
        whom: Option<Whom>,
        /// Who asks, and how to reach them.
        from: Private,
        /// What they ask.
        words: Private,
        on: Date,
    },
    /// Whoever asked was told that it came.
    Acknowledged { request: RequestId, how: Private },
    /// It was answered; `done`: as was asked.
    Answered { request: RequestId, done: bool, words: Private },
    /// What is held of somebody is erased: their key is destroyed after this line.
    Erased { request: RequestId, whom: Whom },
    /// Their key is gone, and every copy of their words in memory and in the snapshot.
    Gone { whom: Whom },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Received { .. }
            | Self::Acknowledged { .. }
            | Self::Answered { .. }
            | Self::Erased { .. }
            | Self::Gone { .. } => Audience::Leaders,
        }
    }
}
