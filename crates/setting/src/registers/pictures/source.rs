//! What made a picture: the device on the register that its file speaks of.

use crate::record::ids::DeviceId;
use crate::record::state::State;
use crate::registers::devices::event::Owner;
use crate::registers::devices::state::Device;
use crate::registers::pictures::event::Mark;

fn same(one: &str, other: &str) -> bool {
    one.trim().eq_ignore_ascii_case(other.trim())
}

/// Make and model are those on the register, and so is the serial number: a device that has one there writes it into
/// its files, and a file that has one which the register lacks was made by nobody knows what.
fn made(device: &Device, mark: &Mark) -> bool {
    let unmarked = device.particulars.make.is_empty() && device.particulars.model.is_empty();
    if mark.is_empty() || unmarked {
        return false;
    }
    same(&device.particulars.make, &mark.make)
        && same(&device.particulars.model, &mark.model)
        && same(&device.particulars.serial, &mark.serial)
}

/// The device of the setting's that a file speaks of.
pub fn device_of<'a>(mark: &Mark, state: &'a State) -> Option<(&'a DeviceId, &'a Device)> {
    state
        .devices
        .here()
        .filter(|(_, device)| device.particulars.owner == Owner::Setting)
        .find(|(_, device)| made(device, mark))
}
