//! What goes on record of signing in, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::{DeviceId, PersonId};
use serde::{Deserialize, Serialize};

/// Where somebody signs in, or tries to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// On an enrolled tablet.
    Tablet(DeviceId),
    /// In a browser that whoever leads or safeguards called the setting's.
    Setting,
    /// In a browser of their own.
    Own,
    /// In a browser that nobody has said anything of.
    Elsewhere,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Somebody signed in with a password on a browser that is not enrolled. On enrolled tablets people sign in all day,
    /// and what they do there carries their name.
    SignedIn { person: PersonId, place: Place },
    /// Wrong secrets were tried until a wait began.
    TriedInVain { person: Option<PersonId>, place: Place },
    /// Something was asked for that is for others.
    Denied { person: PersonId, asked: String },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::SignedIn { .. } | Self::TriedInVain { .. } | Self::Denied { .. } => Audience::Leaders,
        }
    }
}
