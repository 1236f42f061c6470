//! Whom a command takes.

use crate::record::ids::{ChildId, DeviceId, PersonId};

/// Whom a command takes. Each register says it for each of its commands, one by one; `authority` holds authors to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs<'a> {
    /// The door tablet will do, and so will anybody on the team.
    Door,
    /// Somebody on the team or the committee.
    Team,
    /// Somebody on the team or the committee, or the family of this child by its own link.
    TeamOrFamily(&'a ChildId),
    /// The manager or deputy, or the committee's chair.
    Leader,
    /// This person themself.
    Own(&'a PersonId),
    /// This person themself, or the manager or deputy.
    SelfOrLeader(&'a PersonId),
    /// The owner, where the device is new or on the register as theirs already; or the manager or deputy.
    OwnerOrLeader {
        /// The device.
        device: &'a DeviceId,
        /// Whose it is said to be.
        owner: &'a PersonId,
    },
    /// The program alone.
    Program,
}
