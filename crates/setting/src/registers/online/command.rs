//! What can be asked for with supervised sessions and permissions to go online, and who may give each command.

use crate::deciding::needs::Needs;
use crate::record::ids::{ChildId, DeviceId, PersonId, SessionId, SiteId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A session lasts at most this long, in minutes: supervision is tiring, and an open door is forgotten.
pub const MINUTES_MAX: i64 = 120;

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Put on record whether parents permit that their child goes online.
    Permit {
        child: ChildId,
        yes: bool,
        by: String,
        /// The day they gave it; today when left out.
        #[serde(default)]
        on: Option<Date>,
    },
    /// Take children online.
    Open {
        session: SessionId,
        supervisor: PersonId,
        devices: Vec<DeviceId>,
        children: Vec<ChildId>,
        purpose: String,
        #[serde(default)]
        sites: Vec<SiteId>,
        /// For how many minutes.
        minutes: i64,
    },
    /// End it now.
    End { session: SessionId },
    /// What only the program's own code makes.
    #[serde(skip)]
    Prepared(Prepared),
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Prepared(prepared) => prepared.needs(),
            Self::Permit { .. } => Needs::Leader,
            Self::Open { .. } | Self::End { .. } => Needs::Team,
        }
    }
}

/// What the program's own code asks for, with what it has sealed, hashed or counted. None of it can be read from
/// outside: no form and no line of JSON becomes one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Prepared {
    /// Put on record what was looked up.
    LookedUp { session: SessionId, names: String, opened: u32, refused: u32 },
    /// Erase the names, once they have been kept for long enough.
    EraseNames { session: SessionId },
}

impl Prepared {
    fn needs(&self) -> Needs<'_> {
        match self {
            Self::LookedUp { .. } | Self::EraseNames { .. } => Needs::Program,
        }
    }
}
