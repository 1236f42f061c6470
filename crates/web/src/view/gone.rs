//! What left a register, each with the button that puts it back.

use crate::action::Button;
use crate::view::choices::name_order;
use belisha_setting::{Command, State, children, devices, people};

/// A name, when it left, and the button.
pub(crate) type Gone = (String, String, Button);

/// Adults who left. Those whose words were erased cannot come back.
pub(crate) fn adults(state: &State) -> Vec<Gone> {
    let all = state.people.all.iter().filter_map(|(id, known)| {
        let command = Command::People(people::Command::Reinstate { person: id.clone() });
        Some((known.name.known()?.to_owned(), known.left?.to_string(), back(&command, "/people")))
    });
    in_order(all)
}

/// Children who left, likewise.
pub(crate) fn of_children(state: &State) -> Vec<Gone> {
    let all = state.children.all.iter().filter_map(|(id, known)| {
        let command = Command::Children(children::Command::Reinstate { child: id.clone() });
        Some((known.name.known()?.to_owned(), known.left?.to_string(), back(&command, "/people")))
    });
    in_order(all)
}

/// Devices that are no longer in use.
pub(crate) fn of_devices(state: &State) -> Vec<Gone> {
    let all = state.devices.all.iter().filter_map(|(id, known)| {
        let command = Command::Devices(devices::Command::Reinstate { device: id.clone() });
        Some((known.particulars.name.clone(), known.retired?.to_string(), back(&command, "/devices")))
    });
    in_order(all)
}

fn back(command: &Command, page: &'static str) -> Button {
    Button::new("Put back on the register", command).class("quiet").back(page)
}

fn in_order(all: impl Iterator<Item = Gone>) -> Vec<Gone> {
    let mut all: Vec<Gone> = all.collect();
    all.sort_by_cached_key(|(name, ..)| name_order(name));
    all
}
