//! What happens to risk assessments does this to other registers.

use crate::record::stamp::Stamp;
use crate::record::state::State;
use crate::registers::assessments::event::Event;

/// An assessment is filed under its risk, and does the duties that it was signed off for.
pub(crate) fn react(event: &Event, stamp: Stamp<'_>, state: &mut State) {
    let Some(assessment) = state.assessments.all.get(event.assessment()) else { return };
    match event {
        Event::Made { particulars, .. } => state.duties.file(particulars.risk, None),
        Event::Revised { particulars, .. } => {
            state.duties.file(particulars.risk, assessment.before().and_then(|before| before.risk));
        }
        Event::SignedOff { .. } | Event::Reviewed { .. } | Event::Retired { .. } => {}
    }
    let Some(subject) = assessment.of.subject() else { return };
    for duty in &assessment.duties {
        match event {
            Event::Retired { .. } => state.duties.undo(duty, &subject, assessment.signed),
            Event::Made { .. } | Event::Revised { .. } | Event::SignedOff { .. } | Event::Reviewed { .. } => {
                state.duties.did(duty, subject.clone(), stamp, Some(assessment.particulars.review));
            }
        }
    }
}
