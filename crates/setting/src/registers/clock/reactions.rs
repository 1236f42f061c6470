//! What a stated time does to other registers.

use crate::record::moment::date_of;
use crate::record::stamp::Stamp;
use crate::record::state::State;
use crate::registers::clock::event::Event;

/// Where lines are dated later than the time that was stated, what they say was done by then and no later: the day can
/// be opened, and nothing counts as done in the future.
pub(crate) fn react(event: &Event, stamp: Stamp<'_>, state: &mut State) {
    match event {
        Event::Beat {} => {}
        Event::Stated { back: false, .. } => state.pictures.look_again(),
        Event::Stated { back: true, .. } => {
            state.pictures.look_again();
            state.day.brought_back(date_of(stamp.at), stamp.at);
            state.duties.brought_back(stamp.at);
            state.pictures.brought_back(stamp.at);
            state.profile.founded = state.profile.founded.map(|founded| founded.min(stamp.at));
            let today = date_of(stamp.at);
            let people = state.people.all.values_mut().map(|known| &mut known.since);
            let children = state.children.all.values_mut().map(|known| &mut known.since);
            let devices = state.devices.all.values_mut().map(|known| &mut known.since);
            let places = state.places.all.values_mut().map(|known| &mut known.since);
            people
                .chain(children)
                .chain(devices)
                .chain(places)
                .for_each(|since| *since = (*since).min(today));
        }
    }
}
