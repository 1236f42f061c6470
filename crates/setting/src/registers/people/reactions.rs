//! What happens to the adults does this to other registers.

use crate::record::stamp::Stamp;
use crate::record::state::State;
use crate::registers::duties::event::Subject;
use crate::registers::online::state::End;
use crate::registers::people::event::Event;

/// Whoever leaves supervises nobody, holds no channel, and is a friend from before of no family here.
pub(crate) fn react(event: &Event, stamp: Stamp<'_>, state: &mut State) {
    match event {
        Event::Left { person } => {
            state.online.end_where(stamp.at, End::Supervisor, |session| session.supervisor == *person);
            let over = state.friendships.end_where(|friendship| friendship.person == *person, stamp.at);
            over.into_iter().for_each(|id| state.duties.forget(&Subject::Friendship(id)));
            state.channels.left(person, stamp);
        }
        Event::Added { .. }
        | Event::Changed { .. }
        | Event::Renamed { .. }
        | Event::Reinstated { .. }
        | Event::Proposed { .. }
        | Event::Agreed { .. }
        | Event::Declined { .. }
        | Event::SecretSet { .. } => {}
    }
}
