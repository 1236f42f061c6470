//! What the lines about the network fold into.

use crate::record::ids::DeviceId;
use crate::record::stamp::Stamp;
use crate::registers::network::event::{Counts, Event};
use core::net::IpAddr;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// For how many days the counts are kept at hand.
pub const COUNTS_KEPT_DAYS: i32 = 92;

/// By what a device is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// Its addresses.
    pub addresses: Vec<IpAddr>,
    /// Its name in encrypted look-ups.
    pub name: Option<String>,
    /// The line in which somebody last said so.
    pub line: u64,
}

/// The network.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Network {
    /// By device.
    pub known: BTreeMap<DeviceId, Known>,
    /// Whether devices that nobody knows may go online.
    pub visitors: bool,
    /// By day and device.
    pub counts: BTreeMap<Date, BTreeMap<DeviceId, Counts>>,
}

impl Network {
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        match event.clone() {
            Event::Placed { device, addresses, name } if addresses.is_empty() && name.is_none() => {
                self.known.remove(&device);
            }
            Event::Placed { device, addresses, name } => {
                // A device that is off the register gives its place up to the one that has it now.
                for on_record in self.known.values_mut() {
                    on_record.addresses.retain(|address| !addresses.contains(address));
                    if on_record.name.is_some() && on_record.name == name {
                        on_record.name = None;
                    }
                }
                self.known.insert(device, Known { addresses, name, line: line.seq });
            }
            Event::VisitorsSet { open } => self.visitors = open,
            Event::Counted { on, devices } => {
                let day = self.counts.entry(on).or_default();
                for (device, more) in devices {
                    let on_record = day.entry(device).or_default();
                    on_record.opened += more.opened;
                    on_record.refused += more.refused;
                }
                let oldest = on.saturating_sub(COUNTS_KEPT_DAYS.days());
                self.counts.retain(|day, _| *day >= oldest);
            }
        }
    }

    /// The device that has an address.
    pub fn device_at(&self, address: IpAddr) -> Option<&DeviceId> {
        let address = address.to_canonical();
        self.known.iter().find(|(_, on_record)| on_record.addresses.contains(&address)).map(|(id, _)| id)
    }

    /// How much was looked up from one day to another, device by device.
    pub fn between(&self, from: Date, to: Date) -> BTreeMap<DeviceId, Counts> {
        let mut all: BTreeMap<DeviceId, Counts> = BTreeMap::new();
        for (device, counts) in self.counts.range(from..=to).flat_map(|(_, day)| day) {
            let known = all.entry(device.clone()).or_default();
            known.opened += counts.opened;
            known.refused += counts.refused;
        }
        all
    }
}
