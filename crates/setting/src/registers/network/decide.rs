//! Commands about the network, decided into events or refused.

use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::reading::internet::watch;
use crate::record::ids::DeviceId;
use crate::record::state::State;
use crate::registers::network::command::{Command, Prepared};
use crate::registers::network::event::Event;
use crate::registers::network::refused::Refused;
use core::net::IpAddr;

/// At most this many addresses of one device.
const ADDRESSES_MAX: usize = 8;

fn for_children(device: &DeviceId, state: &State) -> bool {
    state.devices.all.get(device).is_some_and(|known| known.particulars.for_children)
}

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let event = match command {
        Command::Place { device, addresses, name } => {
            state.devices.active(&device)?;
            if addresses.len() > ADDRESSES_MAX {
                return Err(Refused::TooManyAddresses { most: ADDRESSES_MAX.to_string() }.into());
            }
            let mut addresses: Vec<IpAddr> = addresses.iter().map(IpAddr::to_canonical).collect();
            addresses.sort();
            addresses.dedup();
            let here = |id: &&DeviceId| **id != device && state.devices.active(id).is_ok();
            let mut others = state.network.known.iter().filter(|(id, _)| here(id));
            let taken = others.find(|(_, on_record)| {
                on_record.addresses.iter().any(|address| addresses.contains(address))
                    || (on_record.name.is_some() && on_record.name == name)
            });
            if let Some((other, _)) = taken {
                return Err(Refused::AddressTaken { name: state.devices.name(other).to_string() }.into());
            }
            let name = name.filter(|name| !name.is_empty());
            let plain = |name: &String| {
                (8..=63).contains(&name.len())
                    && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            };
            if name.as_ref().is_some_and(|name| !plain(name)) {
                return Err(Refused::OddName.into());
            }
            let gone = addresses.is_empty() && name.is_none();
            if gone && state.network.visitors && for_children(&device, state) {
                return Err(Refused::WouldPass.into());
            }
            Event::Placed { device, addresses, name }
        }
        Command::SetVisitors { open } => {
            let unknown = |id: &DeviceId| !state.network.known.contains_key(id);
            let stray = watch::devices(state, context.policy)
                .into_iter()
                .find(|(id, device)| device.particulars.for_children && unknown(id));
            if let (true, Some((_, device))) = (open, stray) {
                return Err(Refused::UnknownForChildren { name: device.particulars.name.to_string() }.into());
            }
            Event::VisitorsSet { open }
        }
        Command::Prepared(Prepared::Count { on, devices }) => Event::Counted { on, devices },
    };
    Ok(vec![event])
}
