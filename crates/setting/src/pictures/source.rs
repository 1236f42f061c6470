//! What made a picture: the device on the register that its file speaks of.

use crate::devices::{Device, Owner};
use crate::ids::DeviceId;
use crate::state::State;
use serde::{Deserialize, Serialize};

/// What a file says of the device that made it (EXIF's Make, Model and BodySerialNumber).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mark {
    pub make: String,
    pub model: String,
    pub serial: String,
}

impl Mark {
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.make.trim().is_empty() && self.model.trim().is_empty()
    }

    /// In words, for a sentence.
    pub fn words(&self) -> String {
        let parts: Vec<&str> =
            [self.make.trim(), self.model.trim()].into_iter().filter(|part| !part.is_empty()).collect();
        let name = if parts.is_empty() { "a device it does not name".to_owned() } else { parts.join(" ") };
        if self.serial.trim().is_empty() {
            name
        } else {
            format!("{name}, serial number {}", self.serial.trim())
        }
    }
}

fn same(one: &str, other: &str) -> bool {
    one.trim().eq_ignore_ascii_case(other.trim())
}

/// Make and model are those on the register, and so is the serial number: a device that has one there writes it into
/// its files, and a file that has one which the register lacks was made by nobody knows what.
fn made(device: &Device, mark: &Mark) -> bool {
    let unmarked = device.is.make.is_empty() && device.is.model.is_empty();
    if mark.is_empty() || unmarked {
        return false;
    }
    same(&device.is.make, &mark.make)
        && same(&device.is.model, &mark.model)
        && same(&device.is.serial, &mark.serial)
}

/// The device of the setting's that a file speaks of.
pub fn device_of<'a>(mark: &Mark, state: &'a State) -> Option<(&'a DeviceId, &'a Device)> {
    state
        .devices
        .here()
        .filter(|(_, device)| device.is.owner == Owner::Setting)
        .find(|(_, device)| made(device, mark))
}
