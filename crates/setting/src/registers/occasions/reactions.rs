//! What happens to events for families does this to other registers.

use crate::record::stamp::Stamp;
use crate::record::state::State;
use crate::registers::duties::event::Subject;
use crate::registers::occasions::event::Event;
use crate::registers::occasions::state::REMINDED;

/// Reminding parents does the duty that asks for it; of an event that is over nothing is asked any more.
pub(crate) fn react(event: &Event, stamp: Stamp<'_>, state: &mut State) {
    match event {
        Event::Reminded { occasion, .. } => {
            state.duties.did(REMINDED, Subject::Occasion(occasion.clone()), stamp, None);
        }
        Event::Ended { occasion } | Event::Cancelled { occasion } => {
            state.duties.forget(&Subject::Occasion(occasion.clone()));
        }
        Event::Planned { .. } | Event::Changed { .. } | Event::Opened { .. } => {}
    }
}
