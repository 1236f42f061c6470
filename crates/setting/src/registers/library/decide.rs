//! Commands about the setting's own resources, decided into events or refused.

use crate::deciding::input::{new_id, words_within};
use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::record::private::{Private, SETTING};
use crate::registers::library::command::{Command, FOR_WHOM};
use crate::registers::library::event::Event;
use crate::registers::library::refused::Refused;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let own = &context.state.library.own;
    let event = match command {
        Command::Add { resource, title, found, mut for_whom } => {
            new_id(resource.as_str(), own.contains_key(&resource), "a resource")?;
            for_whom.sort();
            for_whom.dedup();
            if for_whom.is_empty() || for_whom.iter().any(|whom| !FOR_WHOM.contains(&whom.as_str())) {
                return Err(Refused::ForNobody.into());
            }
            let title = words_within(&title, 120, "The title")?;
            if own.values().any(|known| known.title.words().eq_ignore_ascii_case(&title)) {
                return Err(Refused::TitleTaken { title: title.to_string() }.into());
            }
            let found = words_within(&found, 300, "Where it is")?;
            let (title, found) = (Private::new(SETTING, title), Private::new(SETTING, found));
            Event::Added { resource, title, found, for_whom }
        }
        Command::Retire { resource } => {
            if !own.contains_key(&resource) {
                return Err(Refused::NoSuchResource.into());
            }
            Event::Retired { resource }
        }
    };
    Ok(vec![event])
}
