//! What is declared of devices, one by one.

use crate::action::{Action, blank};
use crate::view::badge::{self, Badge};
use crate::view::choices::Choice;
use belisha_policy::{DutyInForce, Per, Policy};
use belisha_setting::devices::{Device, Owner};
use belisha_setting::due::Item;
use belisha_setting::duties::{self, Subject};
use belisha_setting::{Command, DeviceId, PersonId, State};

/// Something that is declared of a device, and the devices of which it can be.
pub(super) struct Declarable {
    pub(super) title: String,
    pub(super) clause: String,
    pub(super) points: Vec<String>,
    pub(super) devices: Vec<Choice>,
    /// How it stands, by the names of the devices.
    pub(super) mine: Vec<(String, Badge)>,
    pub(super) declare: Action,
}

/// What the policy has declared of devices, with those of this person and the setting's.
pub(super) fn declarable(me: &PersonId, items: &[Item], state: &State, policy: &Policy) -> Vec<Declarable> {
    let mut duties: Vec<&DutyInForce> = Vec::new();
    for duty in policy.duties.iter().filter(|duty| duty.per == Per::DeclaredDevice) {
        if !duties.iter().any(|known| known.key == duty.key) {
            duties.push(duty);
        }
    }
    duties.into_iter().map(|duty| of_duty(duty, me, items, state, policy)).collect()
}

fn of_duty(duty: &DutyInForce, me: &PersonId, items: &[Item], state: &State, policy: &Policy) -> Declarable {
    let owned = |device: &Device| match &device.particulars.owner {
        Owner::Person(person) => person == me,
        Owner::Setting => !duty.own_devices,
    };
    let devices: Vec<(&DeviceId, &Device)> =
        state.devices.here().filter(|(_, device)| owned(device)).collect();
    let declared = devices.iter().filter_map(|(id, device)| {
        let subject = Subject::Device((*id).clone());
        let item = items.iter().find(|item| item.duty == *duty.key && item.subject == subject)?;
        let badge = badge::of_declaration(&item.status);
        let words = format!("{} {}", badge::sign(&item.status), badge.words);
        Some((device.particulars.name.clone(), Badge { words, ..badge }))
    });
    let declare = duties::Command::Do {
        duty: duty.key.to_string(),
        subject: Subject::Device(blank()),
        failed: false,
        note: String::new(),
        risk: None,
    };
    Declarable {
        title: policy
            .catalogue
            .controls
            .get(duty.control())
            .map_or(String::new(), |known| known.title.clone()),
        clause: duty.clause.to_string(),
        points: duty.points.clone(),
        mine: declared.collect(),
        devices: devices
            .iter()
            .map(|(id, device)| (id.to_string(), device.particulars.name.clone()))
            .collect(),
        declare: Action::new(&Command::Duties(declare)).back("/training"),
    }
}
