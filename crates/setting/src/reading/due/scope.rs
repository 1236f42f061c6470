//! Of which devices and people a duty is asked.

use crate::record::state::State;
use crate::registers::devices::event::Owner;
use crate::registers::devices::state::Device;
use crate::registers::duties::event::Subject;
use crate::registers::people::state::Person;
use belisha_policy::{Catalogue, DutyInForce, Policy};
use jiff::civil::Date;

/// Whether a duty asks this person.
pub(crate) fn asks(duty: &DutyInForce, person: &Person, policy: &Policy) -> bool {
    let named = duty.of.is_empty() || person.is_any(&duty.of, &policy.catalogue);
    named && (duty.except.is_empty() || !person.is_any(&duty.except, &policy.catalogue))
}

/// Whether the setting has a device that a duty is asked for.
pub(crate) fn has_device(duty: &DutyInForce, state: &State, catalogue: &Catalogue) -> bool {
    let Some(ability) = &duty.if_device else { return true };
    let can = |device: &Device| {
        state
            .devices
            .kind(&device.particulars.kind, catalogue)
            .is_some_and(|kind| kind.can.iter().any(|a| a == ability))
    };
    state.devices.settings().any(|(_, device)| can(device))
}

/// The devices, the setting's or their owner's, of which somebody declared this.
pub(crate) fn declared(duty: &DutyInForce, state: &State) -> Vec<(Subject, Date)> {
    let Some(done) = state.duties.done.get(&*duty.key) else { return Vec::new() };
    let here = state.devices.here().filter(|(_, device)| match &device.particulars.owner {
        Owner::Person(person) => state.people.active(person).is_ok(),
        Owner::Setting => true,
    });
    let of = here.map(|(id, device)| (Subject::Device(id.clone()), device.since));
    of.filter(|(subject, _)| done.contains_key(subject)).collect()
}
