//! Commands about the places, decided into events or refused.

use crate::deciding::input::{new_id, words_within};
use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::record::ids::PlaceId;
use crate::registers::places::command::Command;
use crate::registers::places::event::Event;
use crate::registers::places::refused::Refused;
use crate::registers::places::state::Place;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let Command::Set { place, name, kind, children, sighted, store } = command;
    new_id(place.as_str(), false, "a place")?;
    let name = words_within(&name, 80, "The place's name")?;
    let kind = words_within(&kind, 80, "The kind of place")?;
    let taken = |(id, known): (&PlaceId, &Place)| *id != place && known.name.eq_ignore_ascii_case(&name);
    if context.state.places.all.iter().any(taken) {
        return Err(Refused::NameTaken { name: name.to_string() }.into());
    }
    Ok(vec![Event::Set { place, name, kind, children, sighted, store }])
}
