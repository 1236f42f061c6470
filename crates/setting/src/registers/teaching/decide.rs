//! Commands about what the children were taught, decided into events or refused.

use crate::deciding::input::words_within;
use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::reading::roles;
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
    let (mut children, control, chosen, by, on, note) = match command {
        Command::Teach { children, control, topics, by, on, note } => {
            (children, control, topics, by, on, note)
        }
        Command::TakeBack { line, why } => return taken_back(line, &why, context),
    };
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

/// Whoever taught takes a lesson back that was put on record by mistake, or somebody who leads.
fn taken_back(line: u64, why: &str, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let by = state.teaching.taught_in(line).ok_or(Refused::NoSuchLesson)?;
    let Author::Person(author) = context.author else { return Err(Refused::NotTheirs.into()) };
    if author != by && !state.people.active(author).is_ok_and(|known| roles::leads(known, context)) {
        return Err(Refused::NotTheirs.into());
    }
    let why = words_within(why, 500, "Why it is taken back")?;
    Ok(vec![Event::TakenBack { line, note: Private::new(SETTING, why) }])
}
