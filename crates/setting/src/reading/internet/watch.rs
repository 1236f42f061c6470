//! Devices that go online and that the resolver does not know.

use crate::record::ids::DeviceId;
use crate::record::state::State;
use crate::registers::devices::event::Owner;
use crate::registers::devices::state::Device;
use belisha_policy::Policy;

/// The setting's devices that can go online, those for children first.
pub fn devices<'a>(state: &'a State, policy: &'a Policy) -> Vec<(&'a DeviceId, &'a Device)> {
    let online = |device: &Device| {
        let kind = state.devices.kind(&device.particulars.kind, &policy.catalogue);
        (device.particulars.owner == Owner::Setting || device.particulars.for_children)
            && kind.is_some_and(|kind| kind.can.iter().any(|can| can == "internet"))
    };
    let mut all: Vec<_> = state.devices.here().filter(|(_, device)| online(device)).collect();
    all.sort_by_key(|(_, device)| !device.particulars.for_children);
    all
}

/// What is wrong with the filter: devices that go online and that the resolver does not know.
pub(crate) fn watch(state: &State, policy: &Policy) -> Vec<(String, String)> {
    let unknown = devices(state, policy).into_iter().filter(|(id, _)| !state.network.known.contains_key(*id));
    unknown
        .map(|(id, device)| {
            let says = format!(
                "The filter does not know {} by any address: say which it has.",
                device.particulars.name
            );
            (id.to_string(), says)
        })
        .collect()
}
