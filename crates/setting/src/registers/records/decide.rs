//! Commands about openings of records, decided into events or refused.

use crate::deciding::refusal::Refusal;
use crate::reading::ask::question::Question;
use crate::reading::context::Context;
use crate::record::author::Author;
use crate::registers::duties::event::Subject;
use crate::registers::records::command::Command;
use crate::registers::records::event::Event;
use crate::registers::records::refused::Refused;
use belisha_policy::KnownAct;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let Command::Open { of } = command;
    let known = match &of {
        Subject::Child(child) => context.state.children.all.contains_key(child),
        Subject::Person(person) => context.state.people.all.contains_key(person),
        _ => false,
    };
    if !known {
        return Err(Refused::NoSuchRecord.into());
    }
    if let Author::Person(person) = context.author {
        let question = Question {
            act: KnownAct::OpenRecords.into(),
            who: Some(person.to_string()),
            ..Question::default()
        };
        question.require(context)?;
    }
    Ok(vec![Event::Opened { of }])
}
