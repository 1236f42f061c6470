//! Commands about the network, decided into events or refused.

use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::reading::internet::watch;
use crate::record::author::Author;
use crate::record::ids::DeviceId;
use crate::record::state::State;
use crate::registers::network::command::Command;
use crate::registers::network::event::Event;
use core::net::IpAddr;

/// At most this many addresses of one device.
const ADDRESSES_MAX: usize = 8;

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
            let stray = watch::devices(state, context.policy)
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
