//! What goes on record about friendships from before, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::{ChildId, FriendshipId, PersonId};
use crate::record::private::Private;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A member of staff told of a friendship.
    Declared {
        friendship: FriendshipId,
        person: PersonId,
        child: ChildId,
        /// Who of the family it is.
        with: Private,
        /// Since when they have been friends.
        since: Date,
        told_to: Option<PersonId>,
    },
    /// Somebody whom the policy names was told.
    Acknowledged { friendship: FriendshipId },
    /// Its bounds were set; an agreement on earlier ones is gone.
    BoundsSet { friendship: FriendshipId, bounds: Private },
    /// The friend signed the bounds: which, counted from 1.
    Agreed { friendship: FriendshipId, bounds: u32 },
    /// It was looked at again.
    Reviewed { friendship: FriendshipId, note: Private },
    /// It is over, or no longer concerns the setting.
    Ended { friendship: FriendshipId, why: Private },
}

impl Event {
    /// Who may read the line that it stands in: the friend, and whoever the policy tells of it.
    pub fn audience(&self) -> Audience<'_> {
        Audience::Friendship(self.friendship())
    }

    /// The friendship that it is about.
    pub fn friendship(&self) -> &FriendshipId {
        match self {
            Self::Declared { friendship, .. }
            | Self::Acknowledged { friendship }
            | Self::BoundsSet { friendship, .. }
            | Self::Agreed { friendship, .. }
            | Self::Reviewed { friendship, .. }
            | Self::Ended { friendship, .. } => friendship,
        }
    }
}
