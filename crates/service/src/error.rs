//! What can go wrong when a command is given.

use belisha_setting::Refusal;

/// Why a command was not carried out. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It was refused, in words for the person.
    #[error("{0}")]
    Refused(Refusal),
    /// The ledger could not take it.
    #[error(transparent)]
    Ledger(#[from] belisha_ledger::Error),
    /// The policy in force does not compile with this program.
    #[error(transparent)]
    Policy(#[from] belisha_policy::Error),
    /// The vault could not take or give a picture.
    #[error(transparent)]
    Vault(#[from] belisha_vault::Error),
    /// The resolver could not start.
    #[error("the resolver could not start: {0}")]
    Resolver(String),
    /// A list could not be taken.
    #[error("the list was not taken: {0}")]
    List(String),
    /// The task was stopped.
    #[error("the program is stopping: nothing was written")]
    Stopping,
}
