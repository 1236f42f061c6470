//! What goes on record about the places, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::PlaceId;
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A place was put on the register, or its particulars changed.
    Set {
        /// Which.
        place: PlaceId,
        /// Its name here.
        name: String,
        /// The word by which the policy knows it.
        kind: String,
        /// Whether children are in it, or can see it.
        children: bool,
        /// Whether staff can see what happens there.
        sighted: bool,
        /// Whether devices are kept there under lock.
        store: bool,
    },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Set { .. } => Audience::Everyone,
        }
    }
}
