//! Duties that another register keeps, and of which devices and people a duty is asked.

use crate::adoption;
use crate::devices::{Device, Owner};
use crate::duties::Subject;
use crate::families;
use crate::moment::date_of;
use crate::people::Person;
use crate::permissions;
use crate::state::State;
use belisha_policy::{Catalogue, DutyInForce, Every, KeptBy, Policy};
use jiff::civil::Date;

/// The day on which a duty was last kept by its own register; `None` while it is not kept.
pub(crate) fn on(by: &KeptBy, duty: &DutyInForce, subject: &Subject, state: &State) -> Option<Date> {
    let version = || Some(state.adoption.in_force()?.version.as_str());
    match (by, subject) {
        (KeptBy::AdultsCode, Subject::Person(person)) => state.codes.signed(version()?, person),
        (KeptBy::ChildrensCode, Subject::Child(child)) => state.codes.talked(version()?, child),
        (KeptBy::Notice(kind), _) if duty.every == Every::Once => {
            let told = families::all_told(kind, state).ok()?;
            Some(told.unwrap_or_else(|| founded(state)))
        }
        (KeptBy::Notice(kind), _) => families::round(kind, state),
        (KeptBy::PermissionForm, Subject::Child(child)) => {
            permissions::form(child, &Catalogue::builtin().purposes, state)
        }
        (KeptBy::PermissionNotices, Subject::Person(person)) => permissions::read(person, state),
        (KeptBy::Teaching, Subject::Child(child)) => {
            crate::teaching::all_taught(child, &duty.key, &duty.params, state)
        }
        _ => None,
    }
}

/// The day since which a duty that a notice keeps is wanted: since the longest waiting family joined.
pub(crate) fn waiting_since(by: &KeptBy, state: &State) -> Option<Date> {
    match by {
        KeptBy::Notice(kind) => families::all_told(kind, state).err(),
        _ => None,
    }
}

/// Where such a duty is put on record.
pub(crate) fn where_kept(by: &KeptBy) -> &'static str {
    match by {
        KeptBy::AdultsCode => "The code of conduct is signed on its own page, or on the page for signing.",
        KeptBy::ChildrensCode => "The children's code is acknowledged on its own page, child by child.",
        KeptBy::PermissionForm => "What parents permit goes on record on the child's page of permissions.",
        KeptBy::PermissionNotices => "The list is read, and that said, on the page of permissions.",
        KeptBy::Teaching => "What the children were taught is put on record on the page of teaching.",
        KeptBy::Notice(_) => "Families are told, one by one, on the page of families.",
    }
}

fn founded(state: &State) -> Date {
    state.profile.founded.map_or(Date::MIN, date_of)
}

/// Whether a duty asks this person.
pub(crate) fn asks(duty: &DutyInForce, person: &Person, policy: &Policy) -> bool {
    duty.of.is_empty() || person.is_any(&duty.of, &policy.catalogue)
}

/// Whether the setting has a device that a duty is asked for.
pub(crate) fn has_device(duty: &DutyInForce, state: &State, catalogue: &Catalogue) -> bool {
    let Some(ability) = &duty.if_device else { return true };
    let can = |device: &Device| {
        state
            .devices
            .kind(&device.is.kind, catalogue)
            .is_some_and(|kind| kind.can.iter().any(|a| a == ability))
    };
    state.devices.settings().any(|(_, device)| can(device))
}

/// The devices, the setting's or their owner's, of which somebody declared this.
pub(crate) fn declared(duty: &DutyInForce, state: &State) -> Vec<(Subject, Date)> {
    let Some(done) = state.duties.done.get(&*duty.key) else { return Vec::new() };
    let here = state.devices.here().filter(|(_, device)| match &device.is.owner {
        Owner::Person(person) => state.people.active(person).is_ok(),
        Owner::Setting => true,
    });
    let of = here.map(|(id, device)| (Subject::Device(id.clone()), device.since));
    of.filter(|(subject, _)| done.contains_key(subject)).collect()
}

/// The hash of a version's text: proof of what was shown to whoever signs it.
pub(crate) fn shown(version: &adoption::Version) -> String {
    belisha_policy::text_hash(&version.text)
}
