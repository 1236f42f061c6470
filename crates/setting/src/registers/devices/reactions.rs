//! What happens to devices does this to other registers.

use crate::record::stamp::Stamp;
use crate::record::state::State;
use crate::registers::devices::event::{Event, Owner};

/// A device that is put back, retired or no longer for children is in no session; one put back is not missed any more.
pub(crate) fn react(event: &Event, stamp: Stamp<'_>, state: &mut State) {
    match event {
        Event::Returned { device, .. } => {
            state.day.missing.retain(|missing| missing != device);
            state.online.gone(None, Some(device), stamp.at);
        }
        Event::Retired { device, .. } => state.online.gone(None, Some(device), stamp.at),
        Event::Set { device, particulars } => {
            if !particulars.for_children || particulars.owner != Owner::Setting {
                state.online.gone(None, Some(device), stamp.at);
            }
        }
        Event::KindSet { .. }
        | Event::Reinstated { .. }
        | Event::Taken { .. }
        | Event::Emptied { .. }
        | Event::Slip { .. }
        | Event::SlipDeleted { .. }
        | Event::Enrolled { .. }
        | Event::Revoked { .. } => {}
    }
}
