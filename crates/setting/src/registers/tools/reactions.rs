//! What happens to tools and journals does this to other registers.

use crate::record::stamp::Stamp;
use crate::record::state::State;
use crate::registers::duties::event::Subject;
use crate::registers::tools::event::Event;
use crate::registers::tools::state::PERMITTED;

/// A permission does the duty that asks for it; taken back, it does not.
pub(crate) fn react(event: &Event, stamp: Stamp<'_>, state: &mut State) {
    match event {
        Event::Approved { tool } => {
            state.duties.did(PERMITTED, Subject::Tool(tool.clone()), stamp, None);
        }
        Event::Withdrawn { tool, .. } | Event::Retired { tool, .. } => {
            state.duties.undo(PERMITTED, &Subject::Tool(tool.clone()), None);
        }
        Event::Proposed { .. } => {}
    }
}
