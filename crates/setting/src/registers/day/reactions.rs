//! What happens to the day does this to other registers.

use crate::record::stamp::Stamp;
use crate::record::state::State;
use crate::registers::day::event::Event;
use crate::registers::online::state::End;

/// A supervised session ends when whoever supervises it or its last child is gone, and with the day.
pub(crate) fn react(event: &Event, stamp: Stamp<'_>, state: &mut State) {
    let online = &mut state.online;
    match event {
        Event::Out { person }
        | Event::BreakStarted { person }
        | Event::Supervising { person, yes: false } => {
            online.end_where(stamp.at, End::Supervisor, |session| session.supervisor == *person);
        }
        Event::Opened { .. } | Event::Closed { .. } => online.end_where(stamp.at, End::DayClosed, |_| true),
        Event::ChildOut { child } => online.gone(Some(child), None, stamp.at),
        Event::In { .. }
        | Event::Reopened { .. }
        | Event::Answered { .. }
        | Event::Collected { .. }
        | Event::BreakEnded { .. }
        | Event::Supervising { yes: true, .. }
        | Event::PutAway { .. }
        | Event::TakenBack { .. }
        | Event::ChildIn { .. } => {}
    }
}
