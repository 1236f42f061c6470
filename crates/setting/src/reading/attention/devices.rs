//! The setting's devices that are not where, or as, they should be.

use crate::reading::attention::alarm::Found;
use crate::record::ids::DeviceId;
use crate::record::moment::date_of;
use crate::record::state::State;
use crate::registers::devices::event::Owner;
use crate::registers::devices::state::Device;
use belisha_policy::controls::{LockedAway, StaysOnPremises};
use belisha_policy::{Adoption, Policy};
use jiff::civil::Date;

/// Whether a device should be in its store and is not: out after the close, out since an earlier day, or missed in a count.
fn gone(id: &DeviceId, device: &Device, state: &State, today: Date, closed: bool) -> bool {
    let out = device.out.as_ref().is_some_and(|out| closed || date_of(out.since) < today);
    out || state.day.missing.contains(id)
}

pub(crate) fn not_back(adoption: &Adoption, state: &State, today: Date, closed: bool) -> Vec<Found> {
    let kinds = adoption.known::<LockedAway>().map_or(&[][..], |asked| &asked.kinds);
    state
        .devices
        .settings()
        .filter(|(id, device)| {
            let covered = kinds.is_empty() || kinds.contains(&device.particulars.kind);
            covered && gone(id, device, state, today, closed)
        })
        .map(|(id, device)| {
            let who = device.out.as_ref().map(|out| format!(": {} took it", state.people.name(&out.person)));
            (
                id.to_string(),
                format!("{} is not back in its store{}.", device.particulars.name, who.unwrap_or_default()),
            )
        })
        .collect()
}

pub(crate) fn off_premises(
    adoption: &Adoption,
    state: &State,
    policy: &Policy,
    today: Date,
    closed: bool,
) -> Vec<Found> {
    let kinds = adoption.known::<StaysOnPremises>().map_or(&[][..], |asked| &asked.kinds);
    let named = |word: &str| kinds.iter().any(|kind| kind == word);
    let calls = |kind: &str| {
        let kind = state.devices.kind(kind, &policy.catalogue);
        kind.is_some_and(|kind| kind.can.iter().any(|ability| ability == "calls"))
    };
    state
        .devices
        .settings()
        .filter(|(id, device)| {
            let covered = kinds.is_empty()
                || named(&device.particulars.kind)
                || (named("phone") && calls(&device.particulars.kind));
            covered && gone(id, device, state, today, closed)
        })
        .map(|(id, device)| {
            (id.to_string(), format!("{} may be off the premises: it is not back.", device.particulars.name))
        })
        .collect()
}

pub(crate) fn left_on(state: &State, policy: &Policy, today: Date, closed: bool) -> Vec<Found> {
    state
        .devices
        .here()
        .filter(|(_, device)| {
            let kind = state.devices.kind(&device.particulars.kind, &policy.catalogue);
            let listens = kind.is_some_and(|kind| kind.can.iter().any(|ability| ability == "assistant"));
            let put_back = device.out.is_none() && device.used.is_some();
            let earlier = device.out.as_ref().is_some_and(|out| date_of(out.since) < today);
            listens
                && device.particulars.owner == Owner::Setting
                && !device.off_at_mains
                && (closed || put_back || earlier)
        })
        .map(|(id, device)| {
            (id.to_string(), format!("{} is not switched off at the mains.", device.particulars.name))
        })
        .collect()
}
