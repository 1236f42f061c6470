//! What the resolver knows the devices by, what visitors' devices may, and how much was looked up day by day.

use crate::authority::Author;
use crate::ids::DeviceId;
use crate::internet;
use crate::refusal::Refusal;
use crate::state::{Context, Line, State};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
// An address is a value; nothing here speaks to a network.
use core::net::IpAddr;

/// For how many days the counts are kept at hand.
pub const COUNTS_KEPT_DAYS: i32 = 92;
/// At most this many addresses of one device.
const ADDRESSES_MAX: usize = 8;

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
    /// Put counts on record; given by the program.
    Count { on: Date, devices: BTreeMap<DeviceId, Counts> },
}

/// How many look-ups.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Answered.
    pub opened: u64,
    /// Refused.
    pub refused: u64,
}

/// By what a device is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// Its addresses.
    pub addresses: Vec<IpAddr>,
    /// Its name in encrypted look-ups.
    pub name: Option<String>,
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
    pub(crate) fn apply(&mut self, event: &Event, _line: &Line) {
        match event.clone() {
            Event::Placed { device, addresses, name } if addresses.is_empty() && name.is_none() => {
                self.known.remove(&device);
            }
            Event::Placed { device, addresses, name } => {
                // A device that is off the register gives its place up to the one that has it now.
                for there in self.known.values_mut() {
                    there.addresses.retain(|address| !addresses.contains(address));
                    if there.name.is_some() && there.name == name {
                        there.name = None;
                    }
                }
                self.known.insert(device, Known { addresses, name });
            }
            Event::VisitorsSet { open } => self.visitors = open,
            Event::Counted { on, devices } => {
                let day = self.counts.entry(on).or_default();
                for (device, more) in devices {
                    let there = day.entry(device).or_default();
                    there.opened += more.opened;
                    there.refused += more.refused;
                }
                let oldest = on.saturating_sub(COUNTS_KEPT_DAYS.days());
                self.counts.retain(|day, _| *day >= oldest);
            }
        }
    }

    /// The device that has an address.
    pub fn device_at(&self, address: IpAddr) -> Option<&DeviceId> {
        let address = address.to_canonical();
        self.known.iter().find(|(_, there)| there.addresses.contains(&address)).map(|(id, _)| id)
    }

    /// How much was looked up from one day to another, device by device.
    pub fn between(&self, from: Date, to: Date) -> BTreeMap<DeviceId, Counts> {
        let mut all: BTreeMap<DeviceId, Counts> = BTreeMap::new();
        for (device, counts) in self.counts.range(from..=to).flat_map(|(_, day)| day) {
            let there = all.entry(device.clone()).or_default();
            there.opened += counts.opened;
            there.refused += counts.refused;
        }
        all
    }
}

fn for_children(device: &DeviceId, state: &State) -> bool {
    state.devices.all.get(device).is_some_and(|there| there.is.for_children)
}

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let event = match command {
        Command::Place { device, addresses, name } => {
            state.devices.active(&device)?;
            if addresses.len() > ADDRESSES_MAX {
                let says = format!("A device has at most {ADDRESSES_MAX} addresses.");
                return Err(Refusal::Invalid(says));
            }
            let mut addresses: Vec<IpAddr> = addresses.iter().map(IpAddr::to_canonical).collect();
            addresses.sort();
            addresses.dedup();
            let here = |id: &&DeviceId| **id != device && state.devices.active(id).is_ok();
            let mut others = state.network.known.iter().filter(|(id, _)| here(id));
            let taken = others.find(|(_, there)| {
                there.addresses.iter().any(|address| addresses.contains(address))
                    || (there.name.is_some() && there.name == name)
            });
            if let Some((other, _)) = taken {
                let says = format!("{} has that address or name already.", state.devices.name(other));
                return Err(Refusal::Contradiction(says));
            }
            let name = name.filter(|name| !name.is_empty());
            let plain = |name: &String| {
                (8..=63).contains(&name.len())
                    && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            };
            if name.as_ref().is_some_and(|name| !plain(name)) {
                let says = "The name in encrypted look-ups has between 8 and 63 small letters and digits.";
                return Err(Refusal::Invalid(says.into()));
            }
            let gone = addresses.is_empty() && name.is_none();
            if gone && state.network.visitors && for_children(&device, state) {
                let says = "Visitors are let online here: without an address this device would pass for one of theirs.";
                return Err(Refusal::Contradiction(says.into()));
            }
            Event::Placed { device, addresses, name }
        }
        Command::SetVisitors { open } => {
            let unknown = |id: &DeviceId| !state.network.known.contains_key(id);
            let stray = internet::devices(state, context.policy)
                .into_iter()
                .find(|(id, device)| device.is.for_children && unknown(id));
            if let (true, Some((_, device))) = (open, stray) {
                let says = format!(
                    "{} is for children and the filter does not know it: it would pass for a visitor’s.",
                    device.is.name
                );
                return Err(Refusal::Contradiction(says));
            }
            Event::VisitorsSet { open }
        }
        Command::Count { on, devices } => {
            if !matches!(context.author, Author::Program) {
                return Err(Refusal::Authority("What was looked up is counted by the program.".into()));
            }
            Event::Counted { on, devices }
        }
    };
    Ok(vec![event])
}
