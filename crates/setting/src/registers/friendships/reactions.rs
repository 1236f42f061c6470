//! What happens to friendships from before does this to other registers.

use crate::record::stamp::Stamp;
use crate::record::state::State;
use crate::registers::duties::event::Subject;
use crate::registers::friendships::event::Event;
use crate::registers::friendships::state::{AGREEMENT, REVIEW, TOLD};

/// The register does the duties of its own control.
pub(crate) fn react(event: &Event, stamp: Stamp<'_>, state: &mut State) {
    let subject = Subject::Friendship(event.friendship().clone());
    let duties = &mut state.duties;
    match event {
        Event::Declared { .. } | Event::Reviewed { .. } => duties.did(REVIEW, subject, stamp, None),
        Event::Acknowledged { .. } => {
            duties.did(TOLD, subject.clone(), stamp, None);
            duties.did(REVIEW, subject, stamp, None);
        }
        Event::BoundsSet { .. } => duties.undo(AGREEMENT, &subject, None),
        Event::Agreed { .. } => duties.did(AGREEMENT, subject, stamp, None),
        Event::Ended { .. } => duties.forget(&subject),
    }
}
