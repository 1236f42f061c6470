//! What happens to outings does this to other registers.

use crate::record::stamp::Stamp;
use crate::record::state::State;
use crate::registers::online::state::End;
use crate::registers::outings::event::Event;

/// Whoever leaves on an outing is not with a tablet here.
pub(crate) fn react(event: &Event, stamp: Stamp<'_>, state: &mut State) {
    match event {
        Event::Left { outing, .. } => {
            let Some(outing) = state.outings.all.get(outing) else { return };
            let left = &outing.people;
            state.online.end_where(stamp.at, End::Supervisor, |session| left.contains(&session.supervisor));
            outing.children.iter().for_each(|child| state.online.gone(Some(child), None, stamp.at));
        }
        Event::Planned { .. }
        | Event::Back { .. }
        | Event::NotLeft { .. }
        | Event::NotBack { .. }
        | Event::Cancelled { .. } => {}
    }
}
