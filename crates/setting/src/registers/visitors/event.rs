//! What goes on record about visitors, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::{PersonId, VisitId};
use crate::record::private::Private;
use serde::{Deserialize, Serialize};

/// What happens to a visitor's phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phone {
    /// None with them.
    None,
    /// Handed over until they leave.
    HandedOver,
    /// In a pocket, not used.
    Kept,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A visitor came.
    In {
        visit: VisitId,
        #[serde(rename = "is")]
        arrival: Box<Arrival>,
    },
    /// Somebody is with them.
    SupervisorSet { visit: VisitId, supervisor: Option<PersonId> },
    /// They left, and their phone was given back.
    Out { visit: VisitId },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::In { .. } | Self::SupervisorSet { .. } | Self::Out { .. } => Audience::Everyone,
        }
    }
}

/// A visitor's arrival.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Arrival {
    /// Their name.
    pub name: Private,
    /// Where they are from.
    pub organisation: Private,
    /// Why they came.
    pub purpose: Private,
    /// What happens to their phone.
    pub phone: Phone,
    /// Whether they wear a smartwatch.
    pub watch: bool,
    /// Whether their organisation has a lone-working rule.
    pub lone_working: bool,
    /// Who is with them.
    pub supervisor: Option<PersonId>,
    /// The clauses they were shown and agreed to.
    pub agreed: Vec<String>,
}
