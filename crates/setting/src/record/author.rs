//! Who wrote a line or gives a command.

use crate::record::ids::{ChildId, DeviceId, PersonId};
use serde::{Deserialize, Serialize};

/// Who wrote a line or gives a command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Author {
    /// Somebody who signed in.
    Person(PersonId),
    /// The tablet at the door, with nobody signed in on it.
    Door(DeviceId),
    /// The program itself: first run, scheduled work, rehearsal.
    Program,
    /// The parents of a child, by the link that was given to them.
    Family(ChildId),
}
