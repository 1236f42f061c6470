//! Where a clause, a control or a piece of evidence stands.

use serde::{Deserialize, Serialize};

/// Where a clause stands. Ordered: the later, the more it wants looking at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Everything it asks is on record and in date.
    Kept,
    /// People do it by hand; evidence is put in by hand.
    ByHand,
    /// Something is to be done soon.
    Due,
    /// Nothing has been put on record yet.
    NotStarted,
    /// Its author says that part of it is not carried out.
    InPart,
    /// The program does not carry all of it out yet.
    NotYetCarriedOut,
    /// Something is overdue, or not as it should be.
    Broken,
}

impl Standing {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::ByHand => "by hand",
            Self::Due => "due",
            Self::NotStarted => "not started",
            Self::InPart => "in part",
            Self::NotYetCarriedOut => "not yet carried out",
            Self::Broken => "broken",
        }
    }
}
