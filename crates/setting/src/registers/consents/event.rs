//! What goes on record about consents to be named, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::{ChildId, PersonId};
use crate::record::private::{Private, Subject};
use serde::{Deserialize, Serialize};

/// Whom a consent is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Of {
    /// An adult, who gives it.
    Person(PersonId),
    /// A child, whose parents give it.
    Child(ChildId),
}

impl Subject for Of {
    fn key_name(&self) -> String {
        match self {
            Self::Person(person) => person.key_name(),
            Self::Child(child) => child.key_name(),
        }
    }
}

impl Of {
    /// The id.
    pub fn id(&self) -> &str {
        match self {
            Self::Person(person) => person.as_str(),
            Self::Child(child) => child.as_str(),
        }
    }
}

/// What happened. `purpose` is the policy's word for a way of publishing: `website`, `page`, `publicity`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Somebody agreed to be named; `how` says by what this is known.
    Given { of: Of, purpose: String, how: Private },
    /// They took it back.
    Withdrawn { of: Of, purpose: String },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Given { .. } | Self::Withdrawn { .. } => Audience::Everyone,
        }
    }
}
