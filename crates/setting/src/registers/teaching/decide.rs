//! Commands about what the children were taught, decided into events or refused.

use crate::deciding::input::words_within;
use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::record::author::Author;
use crate::record::moment::date_of;
use crate::record::private::{Private, SETTING};
use crate::registers::teaching::command::Command;
use crate::registers::teaching::event::Event;
use crate::registers::teaching::refused::Refused;
use crate::registers::teaching::topics::topics;
use belisha_policy::KnownRole;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let (state, today) = (context.state, date_of(context.now));
    let Command::Teach { mut children, control, topics: chosen, by, on, note } = command;
    let all = topics(&control, context.policy);
    if all.is_empty() {
        return Err(Refused::NotAsked.into());
    }
    if let Some(strange) = chosen.iter().find(|topic| !all.contains(topic)) {
        return Err(Refused::NoSuchTopic { strange: strange.to_string() }.into());
    }
    let topics = if chosen.is_empty() { all } else { chosen };
    children.sort();
    children.dedup();
    if children.is_empty() {
        return Err(Refused::NoChildren.into());
    }
    for child in &children {
        state.children.active(child)?;
    }
    let by = match (by, context.author) {
        (Some(by), _) => by,
        (None, Author::Person(id)) => id.clone(),
        _ => return Err(Refused::NobodyTaught.into()),
    };
    let person = state.people.active(&by)?;
    if !person.has_role(KnownRole::Team, &context.policy.catalogue) {
        return Err(Refused::NotOnTeam.into());
    }
    let on = on.unwrap_or(today);
    if on > today {
        return Err(Refused::DayAhead.into());
    }
    let note = if note.trim().is_empty() { String::new() } else { words_within(&note, 500, "The note")? };
    Ok(vec![Event::Taught { children, control, topics, by, on, note: Private::new(SETTING, note) }])
}
