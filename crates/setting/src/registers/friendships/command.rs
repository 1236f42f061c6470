//! What can be asked for with friendships from before, and who may give each command.

use crate::deciding::needs::Needs;
use crate::record::ids::{ChildId, FriendshipId, PersonId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Tell of a friendship of one's own.
    Declare {
        friendship: FriendshipId,
        person: PersonId,
        child: ChildId,
        with: String,
        since: Date,
        #[serde(default)]
        told_to: Option<PersonId>,
    },
    /// Put on record that one was told.
    Acknowledge { friendship: FriendshipId },
    /// Set its bounds.
    SetBounds { friendship: FriendshipId, bounds: String },
    /// Sign the bounds as they stand; `bounds` is the number of those that were read.
    Agree { friendship: FriendshipId, bounds: u32 },
    /// Look at it again.
    Review { friendship: FriendshipId, note: String },
    /// End it.
    End { friendship: FriendshipId, why: String },
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Declare { person, .. } => Needs::Own(person),
            Self::Acknowledge { .. }
            | Self::SetBounds { .. }
            | Self::Agree { .. }
            | Self::Review { .. }
            | Self::End { .. } => Needs::Team,
        }
    }
}
