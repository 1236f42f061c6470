//! What happens to learning journeys does this to other registers.

use crate::record::private::Private;
use crate::record::stamp::Stamp;
use crate::record::state::State;
use crate::registers::journeys::event::Event;
use crate::registers::pictures::event::To;

/// A picture goes into a journey with its entry, and out of it again.
pub(crate) fn react(event: &Event, stamp: Stamp<'_>, state: &mut State) {
    match event {
        Event::Written { entry, child, pictures, .. } => {
            for picture in pictures {
                let to = To::Journey { child: child.clone(), entry: entry.clone() };
                let (purpose, words) = ("learning journey".to_owned(), Private::new(picture, ""));
                state.pictures.used(picture, entry.as_str().into(), purpose, to, words, false, stamp);
            }
        }
        Event::PictureTakenOut { entry, picture, why } => {
            state.pictures.end_use(picture, &entry.as_str().into(), why.clone(), stamp);
        }
        Event::TakenOut { entry, why } => {
            let pictures = state.journeys.all.get(entry).map(|entry| entry.pictures.clone());
            for picture in pictures.into_iter().flatten() {
                state.pictures.end_use(&picture, &entry.as_str().into(), why.clone(), stamp);
            }
        }
    }
}
