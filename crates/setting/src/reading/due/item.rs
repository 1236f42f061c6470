//! One thing to be done for one subject, and where it stands.

use crate::registers::duties::event::Subject;
use belisha_policy::RenewedBy;
use jiff::civil::Date;
use serde::Serialize;

/// Where a duty stands for one subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// On record, and not due yet.
    Done {
        /// When it falls due again.
        next: Option<Date>,
    },
    /// To be done by this day.
    Due {
        /// The day.
        by: Date,
    },
    /// It should have been done by this day.
    Overdue {
        /// The day.
        by: Date,
    },
    /// A check failed and nothing has been put right.
    Failed {
        /// The day of the check.
        on: Date,
    },
}

/// One thing to be done for one subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// `control/duty`.
    pub duty: String,
    /// For whom or what.
    pub subject: Subject,
    /// What is done, in words.
    pub does: String,
    /// The clauses that ask for it.
    pub clauses: Vec<String>,
    /// Where it stands.
    pub status: Status,
    /// Which roles do it; empty: anyone on the team, or the person themself.
    pub who: Vec<String>,
    /// Whether its result can be "failed".
    pub finds: bool,
    /// How often.
    pub every: String,
    /// Whether something must be written down.
    pub note: bool,
    /// What renews it, where that is not a line in the register of duties.
    #[serde(skip)]
    pub renewed_by: Option<RenewedBy>,
}

impl Item {
    /// Whether it wants doing now.
    pub fn open(&self) -> bool {
        !matches!(self.status, Status::Done { .. })
    }
}
