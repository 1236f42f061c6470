//! Commands about duties done, decided into events or refused.

pub(crate) mod asked;

use crate::deciding::input::words_within;
use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::reading::roles;
use crate::record::author::Author;
use crate::record::private::{Private, SETTING};
use crate::registers::duties::command::Command;
use crate::registers::duties::decide::asked::{asked, by_whom, filed_rightly};
use crate::registers::duties::event::{Event, Subject};
use crate::registers::duties::refused::Refused;
use belisha_policy::{DutyInForce, Per};

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let event = match command {
        Command::Do { duty, subject, failed, note, risk } => {
            let asked = asked(&duty, &subject, context)?;
            has_no_page(asked)?;
            by_whom(asked, &subject, context)?;
            in_order(asked, context)?;
            if failed && !asked.finds {
                return Err(Refused::CannotFail.into());
            }
            if (failed || asked.note) && note.trim().is_empty() {
                return Err(Refused::NoNote.into());
            }
            if asked.key.ends_with("/assessment") {
                filed_rightly(risk, context)?;
            }
            let note =
                if note.trim().is_empty() { String::new() } else { words_within(&note, 2_000, "The note")? };
            Event::Done { note: about(&subject, note), duty, subject, passed: !failed, risk }
        }
        Command::TakeBack { duty, subject, why } => taken_back(duty, subject, &why, context)?,
        Command::Remedy { duty, subject, note } => {
            let asked = asked(&duty, &subject, context)?;
            has_no_page(asked)?;
            by_whom(asked, &subject, context)?;
            if context.state.duties.last(&duty, &subject).is_none_or(|done| done.passed) {
                return Err(Refused::NothingLeft.into());
            }
            let note = words_within(&note, 2_000, "What was done")?;
            Event::Remedied { note: about(&subject, note), duty, subject }
        }
    };
    Ok(vec![event])
}

/// A tick made by mistake counts no more. Whoever made it takes it back, or somebody who leads; a check that failed stays
/// failed until it is put right.
fn taken_back(duty: String, subject: Subject, why: &str, context: &Context<'_>) -> Result<Event, Refusal> {
    let asked = asked(&duty, &subject, context)?;
    has_no_page(asked)?;
    if duty.ends_with("/assessment") {
        return Err(Refused::Elsewhere { page: "An assessment is retired on its own page.".into() }.into());
    }
    let last = context.state.duties.last(&duty, &subject).ok_or(Refused::NotDone)?;
    if !last.passed || last.remedy.is_some() {
        return Err(Refused::WasFound.into());
    }
    let leads = match context.author {
        Author::Person(author) => {
            context.state.people.active(author).is_ok_and(|known| roles::leads(known, context))
        }
        _ => false,
    };
    if last.by != *context.author && !leads {
        return Err(Refused::NotTheirs.into());
    }
    let why = words_within(why, 500, "Why it is taken back")?;
    Ok(Event::TakenBack { note: about(&subject, why), duty, subject })
}

/// Words about the subject of a duty: about a person under their own key.
pub(crate) fn about(subject: &Subject, words: String) -> Private {
    match subject {
        Subject::Person(person) => Private::new(person, words),
        Subject::Child(child) => Private::new(child, words),
        _ => Private::new(SETTING, words),
    }
}

/// What a register of its own puts on record is not ticked off beside it.
fn has_no_page(asked: &DutyInForce) -> Result<(), Refusal> {
    match asked.per {
        Per::Friendship => Err(Refused::WithFriendship.into()),
        Per::Occasion => Err(Refused::WithEvent.into()),
        Per::Journal if !asked.key.ends_with("/assessment") => Err(Refused::WithTools.into()),
        _ => Ok(()),
    }
}

/// Some things are read or heard only once they are there.
fn in_order(asked: &DutyInForce, context: &Context<'_>) -> Result<(), Refusal> {
    let Some(after) = &asked.after else { return Ok(()) };
    if context.state.duties.last(after, &Subject::Setting).is_some_and(|done| done.passed) {
        return Ok(());
    }
    let first = context.policy.duties.iter().find(|duty| duty.key == *after);
    let says = first.map_or("something else", |first| first.does.as_str());
    Err(Refusal::clause(&*asked.clause, format!("first {says}")))
}
