//! What can be asked for with devices, and who may give each command.

use crate::deciding::needs::Needs;
use crate::record::ids::{DeviceId, PersonId};
use crate::registers::devices::event::{Owner, Particulars};
use serde::{Deserialize, Serialize};

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Describe a kind of device.
    SetKind {
        kind: String,
        title: String,
        can: Vec<String>,
        #[serde(default)]
        sim: bool,
    },
    /// Put a device on the register, or change it.
    Set {
        device: DeviceId,
        #[serde(flatten)]
        particulars: Particulars,
    },
    /// Take it off the register.
    Retire { device: DeviceId, why: String },
    /// It is in use again, or was never out of it.
    Reinstate { device: DeviceId },
    /// Take it out of its store.
    Take {
        device: DeviceId,
        person: PersonId,
        purpose: String,
        #[serde(default)]
        supervisor: Option<PersonId>,
        #[serde(default)]
        off_premises: bool,
    },
    /// Put it back; for a voice assistant, whether it is off at the mains; for a camera, whether its gallery is empty.
    Return {
        device: DeviceId,
        #[serde(default)]
        off_at_mains: bool,
        #[serde(default)]
        emptied: Option<bool>,
    },
    /// Say that no picture is left on it.
    Empty { device: DeviceId },
    /// A voice assistant was told something personal.
    RecordSlip { device: DeviceId, note: String },
    /// That recording is deleted.
    DeleteSlip { device: DeviceId },
    /// Take its key away.
    Revoke { device: DeviceId },
    /// What only the program's own code makes.
    #[serde(skip)]
    Prepared(Prepared),
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Prepared(prepared) => prepared.needs(),
            // Somebody may put their own device on the register, and nobody makes one of the setting's their own.
            Self::Set { device, particulars } => match &particulars.owner {
                Owner::Person(owner) => Needs::OwnerOrLeader { device, owner },
                Owner::Setting => Needs::Leader,
            },
            Self::SetKind { .. } | Self::Retire { .. } | Self::Reinstate { .. } | Self::Revoke { .. } => {
                Needs::Leader
            }
            Self::Take { .. }
            | Self::Return { .. }
            | Self::Empty { .. }
            | Self::RecordSlip { .. }
            | Self::DeleteSlip { .. } => Needs::Team,
        }
    }
}

/// What the program's own code asks for, with what it has sealed, hashed or counted. None of it can be read from
/// outside: no form and no line of JSON becomes one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Prepared {
    /// Enrol a tablet.
    Enrol {
        device: DeviceId,
        #[serde(default)]
        door: bool,
        key_hash: String,
    },
}

impl Prepared {
    fn needs(&self) -> Needs<'_> {
        match self {
            Self::Enrol { .. } => Needs::Leader,
        }
    }
}
