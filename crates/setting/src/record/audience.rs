//! Who may read a line of the log.

use crate::record::ids::{ConcernId, FriendshipId};

/// Who may read a line of the log. The log's page, the API, corrections, reports and exports all go by it; whether
/// somebody is among them is read from the registers and the policy (`reading::audience`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience<'a> {
    /// Everybody who may sign in.
    Everyone,
    /// Everybody who may sign in. It tells that something about somebody was done, and has a page of its own for what:
    /// it is put right there, not by a correction in the log, which says it in plain words to everyone.
    EveryoneWithoutWords,
    /// Nobody: it is written for the numbers' sake.
    Nobody,
    /// Whoever leads the setting.
    Leaders,
    /// Whoever the policy lets open this concern.
    Concern(&'a ConcernId),
    /// The friend, and whoever the policy tells of this friendship.
    Friendship(&'a FriendshipId),
}

impl Audience<'_> {
    /// Whether a correction, which everybody can read, may speak of the line.
    pub fn takes_corrections(self) -> bool {
        self == Self::Everyone
    }
}
