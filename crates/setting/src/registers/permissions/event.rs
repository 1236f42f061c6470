//! What goes on record about permissions for pictures, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::{ChildId, PersonId};
use crate::record::private::Private;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// By what an answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// On the registration form, or another paper that is filed.
    Paper,
    /// Said to somebody on the team, who wrote it down.
    InPerson,
    /// By the family's own link.
    Link,
    /// From a list of answers.
    List,
}

impl How {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Paper => "on paper",
            Self::InPerson => "in person",
            Self::Link => "by the family's own link",
            Self::List => "from a list",
        }
    }
}

/// What happened. `by` says who gave it: a parent's name, as they gave it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Parents answered for a purpose.
    Answered { child: ChildId, purpose: String, yes: bool, by: Private, how: How, on: Date },
    /// They permitted a purpose for pictures taken on one day.
    AllowedOnce { child: ChildId, purpose: String, on: Date, occasion: Private, by: Private, how: How },
    /// They took a permission back, what was permitted for single days included.
    Withdrawn { child: ChildId, purpose: String, by: Private, how: How },
    /// The child said whether they want to be in pictures.
    Wished { child: ChildId, wants: bool, said: Private },
    /// Somebody on the team read every change up to a line.
    Read { person: PersonId, up_to: u64 },
    /// The family has a link of its own; the hash is of what the link ends in.
    LinkMade { child: ChildId, hash: String, until: Date },
    /// The link no longer leads anywhere.
    LinkEnded { child: ChildId },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Answered { .. }
            | Self::AllowedOnce { .. }
            | Self::Withdrawn { .. }
            | Self::Wished { .. }
            | Self::Read { .. }
            | Self::LinkMade { .. }
            | Self::LinkEnded { .. } => Audience::Everyone,
        }
    }
}
