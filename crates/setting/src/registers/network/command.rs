//! What can be asked for with the network, and who may give each command.

use crate::deciding::needs::Needs;
use crate::record::ids::DeviceId;
use crate::registers::network::event::Counts;
use core::net::IpAddr;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Say by what the resolver knows a device; by nothing when both are left out.
    Place {
        device: DeviceId,
        #[serde(default)]
        addresses: Vec<IpAddr>,
        #[serde(default)]
        name: Option<String>,
    },
    /// Say whether devices that nobody knows may go online.
    SetVisitors { open: bool },
    /// What only the program's own code makes.
    #[serde(skip)]
    Prepared(Prepared),
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Prepared(prepared) => prepared.needs(),
            Self::Place { .. } | Self::SetVisitors { .. } => Needs::Leader,
        }
    }
}

/// What the program's own code asks for, with what it has sealed, hashed or counted. None of it can be read from
/// outside: no form and no line of JSON becomes one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Prepared {
    /// Put counts on record.
    Count { on: Date, devices: BTreeMap<DeviceId, Counts> },
}

impl Prepared {
    fn needs(&self) -> Needs<'_> {
        match self {
            Self::Count { .. } => Needs::Program,
        }
    }
}
