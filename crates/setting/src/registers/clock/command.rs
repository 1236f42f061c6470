//! What can be asked for with the time, and who may give each command.

use crate::deciding::needs::Needs;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What can be done. Nothing of it comes from outside: whether the clock is in doubt is known to the program alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// What only the program's own code makes.
    #[serde(skip)]
    Prepared(Prepared),
}

impl Command {
    /// The time that it states, where it states one.
    pub(crate) fn stated_time(&self) -> Option<Timestamp> {
        match self {
            Self::Prepared(Prepared::State { now, .. }) => Some(*now),
            Self::Prepared(Prepared::Beat {}) => None,
        }
    }

    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Prepared(Prepared::State { .. }) => Needs::Leader,
            Self::Prepared(Prepared::Beat {}) => Needs::Program,
        }
    }
}

/// What the program's own code asks for when somebody has answered it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Prepared {
    /// Say what time it is: the line itself, and all after it, are dated by this.
    State {
        /// The time that was stated.
        now: Timestamp,
        /// What the machine's clock said then.
        machine: Timestamp,
        /// What time it would be by the last one that was believed.
        expected: Timestamp,
    },
    /// Write that the program runs.
    Beat {},
}
