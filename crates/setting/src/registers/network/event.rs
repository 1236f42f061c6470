//! What goes on record about the network, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::DeviceId;
use core::net::IpAddr;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// The resolver knows a device by these addresses, and by this name in encrypted look-ups.
    Placed { device: DeviceId, addresses: Vec<IpAddr>, name: Option<String> },
    /// Whether devices that nobody knows may go online: everything but what is unsuitable, or nothing.
    VisitorsSet { open: bool },
    /// How many look-ups of a day were answered and refused, device by device.
    Counted { on: Date, devices: BTreeMap<DeviceId, Counts> },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Placed { .. } | Self::VisitorsSet { .. } | Self::Counted { .. } => Audience::Everyone,
        }
    }
}

/// How many look-ups.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Answered.
    pub opened: u64,
    /// Refused.
    pub refused: u64,
}
