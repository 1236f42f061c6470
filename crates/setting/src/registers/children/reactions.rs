//! What happens to the children does this to other registers.

use crate::record::stamp::Stamp;
use crate::record::state::State;
use crate::registers::children::event::Event;
use crate::registers::duties::event::Subject;

/// A child who leaves is in no session, and nobody is a friend of its family from before.
pub(crate) fn react(event: &Event, stamp: Stamp<'_>, state: &mut State) {
    match event {
        Event::Left { child } => {
            state.online.gone(Some(child), None, stamp.at);
            let over = state.friendships.end_where(|friendship| friendship.child == *child, stamp.at);
            over.into_iter().for_each(|id| state.duties.forget(&Subject::Friendship(id)));
        }
        Event::Added { .. } | Event::Changed { .. } | Event::Reinstated { .. } => {}
    }
}
