//! What can be assessed.

use crate::duties::Subject;
use crate::ids::{DeviceId, FriendshipId, OutingId, PlaceId, ToolId};
use serde::{Deserialize, Serialize};

/// What an assessment is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Of {
    /// Going online in this setting as a whole.
    Setting,
    Place(PlaceId),
    Device(DeviceId),
    /// A new technology: a kind of device.
    Kind(String),
    Outing(OutingId),
    /// A social media tool or an online journal.
    Tool(ToolId),
    Friendship(FriendshipId),
    /// A site, by its address.
    Site(String),
    /// Something else: its title says what.
    Other,
}

impl Of {
    /// As the subject of a duty, where a duty can be about it.
    pub fn subject(&self) -> Option<Subject> {
        Some(match self {
            Self::Setting => Subject::Setting,
            Self::Place(place) => Subject::Place(place.clone()),
            Self::Device(device) => Subject::Device(device.clone()),
            Self::Kind(kind) => Subject::Kind(kind.clone()),
            Self::Tool(tool) => Subject::Tool(tool.clone()),
            Self::Friendship(friendship) => Subject::Friendship(friendship.clone()),
            Self::Outing(_) | Self::Site(_) | Self::Other => return None,
        })
    }
}
