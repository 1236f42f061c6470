//! What something is read or decided against.

use crate::record::author::Author;
use crate::record::state::State;
use belisha_policy::Policy;
use jiff::Timestamp;

/// What a command is decided against.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// What has happened.
    pub state: &'a State,
    /// The policy in force.
    pub policy: &'a Policy,
    /// Now, never before the latest line.
    pub now: Timestamp,
    /// Who gives the command.
    pub author: &'a Author,
}
