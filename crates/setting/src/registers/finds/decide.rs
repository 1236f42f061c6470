//! Commands about devices found on children, decided into events or refused.

use crate::deciding::input::{new_id, words_within};
use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::record::ids::FindId;
use crate::record::private::Private;
use crate::registers::finds::command::Command;
use crate::registers::finds::event::Event;
use crate::registers::finds::refused::Refused;
use belisha_policy::controls::ChildDeviceFound;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let open = |find: &FindId| state.finds.open.get(find).ok_or_else(|| Refusal::from(Refused::HandedOver));
    let event = match command {
        Command::Record { find, child, item: what } => {
            new_id(find.as_str(), state.finds.open.contains_key(&find), "a find")?;
            state.children.active(&child)?;
            let what = Private::new(&child, words_within(&what, 120, "What was found")?);
            Event::Found { find, child, item: what }
        }
        Command::LockAway { find, place } => {
            open(&find)?;
            let Some(known) = state.places.all.get(&place) else {
                return Err(Refused::NoSuchPlace.into());
            };
            if let Some(adopted) = context.policy.adopted::<ChildDeviceFound>().next()
                && !adopted.params.places.is_empty()
                && !adopted.params.places.contains(&known.kind)
            {
                let places = belisha_policy::join_or(&adopted.params.places);
                return Err(Refusal::clause(adopted.clause(), format!("it is locked away in the {places}")));
            }
            Event::LockedAway { find, place }
        }
        Command::HandOver { find, to } => {
            let known = open(&find)?;
            let to = words_within(&to, 120, "To whom")?;
            Event::HandedOver { to: Private::new(&known.child, to), find }
        }
    };
    Ok(vec![event])
}
