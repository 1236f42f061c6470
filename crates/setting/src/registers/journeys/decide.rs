//! Commands about learning journeys, decided into events or refused.

use crate::deciding::input::{new_id, words_within};
use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::reading::wording::check;
use crate::record::ids::{ChildId, EntryId};
use crate::record::private::Private;
use crate::registers::journeys::command::Command;
use crate::registers::journeys::event::Event;
use crate::registers::journeys::refused::Refused;
use crate::registers::pictures::decide::{parts, using};

/// At most this many pictures belong to one entry.
const PICTURES_MAX: usize = 20;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let entry_of = |entry: &EntryId| match state.journeys.all.get(entry) {
        Some(known) if known.out.is_none() => Ok(known),
        Some(_) => Err(Refused::TakenOut),
        None => Err(Refused::NoSuchEntry),
    };
    let event = match command {
        Command::Write { entry, child, observation, area, next_steps, pictures } => {
            new_id(entry.as_str(), state.journeys.all.contains_key(&entry), "an entry")?;
            state.children.active(&child)?;
            if !context.policy.catalogue.areas.iter().any(|known| known.id == area) {
                return Err(Refused::NoSuchArea.into());
            }
            let observation = words_within(&observation, 4_000, "What was seen")?;
            let next_steps = if next_steps.trim().is_empty() {
                String::new()
            } else {
                words_within(&next_steps, 2_000, "What comes next")?
            };
            own_child_only(&format!("{observation}\n{next_steps}"), &child, context)?;
            if pictures.len() > PICTURES_MAX {
                return Err(Refused::TooManyPictures { pictures_max: PICTURES_MAX.to_string() }.into());
            }
            for picture in &pictures {
                parts::unused_as(picture, entry.as_str(), context)?;
                using::require(picture, "learning journey", Some(&child), false, context)?;
            }
            let observation = Private::new(&child, observation);
            let next_steps = Private::new(&child, next_steps);
            Event::Written { entry, child, observation, area, next_steps, pictures }
        }
        Command::TakePictureOut { entry, picture, why } => {
            let known = entry_of(&entry)?;
            if !known.pictures.contains(&picture) {
                return Err(Refused::NotInEntry.into());
            }
            let why = Private::new(&known.child, words_within(&why, 500, "The reason")?);
            Event::PictureTakenOut { entry, picture, why }
        }
        Command::TakeOut { entry, why } => {
            let known = entry_of(&entry)?;
            let why = Private::new(&known.child, words_within(&why, 500, "The reason")?);
            Event::TakenOut { entry, why }
        }
    };
    Ok(vec![event])
}

/// A journey goes to one family: no other child is named in it.
fn own_child_only(words: &str, child: &ChildId, context: &Context<'_>) -> Result<(), Refusal> {
    let others: Vec<String> = check::children_named(words, context.state)
        .into_iter()
        .filter(|named| named != child)
        .map(|named| context.state.children.name(&named))
        .collect();
    if others.is_empty() {
        return Ok(());
    }
    let names = belisha_policy::join_and(&others);
    Err(Refused::OthersNamed { names: names.to_string() }.into())
}
