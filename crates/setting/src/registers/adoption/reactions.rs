//! What happens to the policy as adopted does this to other registers.

use crate::record::stamp::Stamp;
use crate::record::state::State;
use crate::registers::adoption::event::Event;
use crate::registers::online::state::End;

/// What is asked before children go online may be another thing under another version.
pub(crate) fn react(event: &Event, stamp: Stamp<'_>, state: &mut State) {
    match event {
        Event::Adopted { .. } => state.online.end_where(stamp.at, End::Policy, |_| true),
        Event::Proposed { .. }
        | Event::Agreed
        | Event::Declined
        | Event::Signed { .. }
        | Event::LinkSet { .. } => {}
    }
}
