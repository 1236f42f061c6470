//! What may be put on record about permissions.

use crate::deciding::input::words_within;
use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::reading::roles;
use crate::record::author::Author;
use crate::record::ids::ChildId;
use crate::record::moment::date_of;
use crate::record::private::Private;
use crate::registers::permissions::command::{Command, Prepared};
use crate::registers::permissions::event::{Event, How};
use crate::registers::permissions::refused::Refused;
use crate::registers::permissions::standing::{Standing, parents};
use belisha_policy::Catalogue;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The catalogue's word for those who work here, volunteers and students not among them.
const STAFF: &str = "staff";

/// What parents say comes from their own link or through somebody who works here or safeguards; "by link" comes from the
/// link alone.
fn puts_on_record(command: &Command, context: &Context<'_>) -> Result<(), Refusal> {
    let how = match command {
        Command::Answer { how, .. } | Command::Withdraw { how, .. } | Command::AllowOnce { how, .. } => {
            Some(*how)
        }
        // Who hears a child say no puts that on record, whoever it is.
        Command::Wish { wants: false, .. } => return Ok(()),
        Command::Wish { .. } => None,
        Command::Read { .. } | Command::EndLink { .. } | Command::Prepared(_) => return Ok(()),
    };
    match context.author {
        Author::Program => Ok(()),
        Author::Family(_) => Ok(()),
        Author::Door(_) | Author::Person(_) if how == Some(How::Link) => {
            Err(Refused::LinkIsTheFamilys.into())
        }
        Author::Door(_) => Err(Refused::NotForYou.into()),
        Author::Person(id) => {
            let person = context.state.people.active(id)?;
            let works_here = person.has_role(STAFF, &context.policy.catalogue);
            if works_here || roles::safeguards(person, context) {
                Ok(())
            } else {
                Err(Refused::NotForYou.into())
            }
        }
    }
}

/// A link leads somewhere for at most this long, in days.
const LINK_DAYS_MAX: i32 = 400;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let today = date_of(context.now);
    let catalogue = &context.policy.catalogue;
    puts_on_record(&command, context)?;
    let event = match command {
        Command::Answer { child, answers, by, how, on } => {
            return answered(&child, answers, &by, how, on.unwrap_or(today), context);
        }
        Command::AllowOnce { child, purpose, on, occasion, by, how } => {
            active(&child, context)?;
            let purpose = known(&purpose, catalogue)?;
            if on < today.saturating_sub(31.days()) || on > today.saturating_add(366.days()) {
                return Err(Refused::DayImpossible.into());
            }
            if let Standing::Yes(_) = parents(&child, &purpose, on, state) {
                return Err(Refused::PermittedAlready.into());
            }
            let occasion = Private::new(&child, words_within(&occasion, 200, "What is on that day")?);
            let by = Private::new(&child, words_within(&by, 120, "Who permits it")?);
            Event::AllowedOnce { child, purpose, on, occasion, by, how }
        }
        Command::Withdraw { child, purpose, by, how } => {
            active(&child, context)?;
            let purpose = known(&purpose, catalogue)?;
            let on_record = state.permissions.of.get(&child);
            let given = on_record.is_some_and(|on_record| {
                on_record.answers.get(&purpose).is_some_and(|answer| answer.yes)
                    || on_record.once.iter().any(|once| once.purpose == purpose)
            });
            if !given {
                return Err(Refused::NothingGiven.into());
            }
            let by = Private::new(&child, words_within(&by, 120, "Who takes it back")?);
            Event::Withdrawn { child, purpose, by, how }
        }
        Command::Wish { child, wants, said } => {
            active(&child, context)?;
            let refuses =
                state.permissions.of.get(&child).is_some_and(|on_record| on_record.refuses.is_some());
            if refuses != wants {
                return Err(Refused::OnRecordAlready.into());
            }
            let said = if said.trim().is_empty() {
                String::new()
            } else {
                words_within(&said, 500, "What the child said")?
            };
            Event::Wished { said: Private::new(&child, said), child, wants }
        }
        Command::Read { person } => {
            state.people.active(&person)?;
            let up_to = state.permissions.changes.last().map_or(0, |change| change.line);
            let read = state
                .permissions
                .read
                .get(&person)
                .is_some_and(|(line, at)| *line >= up_to && date_of(*at) == today);
            if read {
                // Tapped twice: it is on record already.
                return Ok(Vec::new());
            }
            Event::Read { person, up_to }
        }
        Command::Prepared(Prepared::MakeLink { child, hash, until }) => {
            active(&child, context)?;
            if until < today || until > today.saturating_add(LINK_DAYS_MAX.days()) {
                return Err(Refused::LinkDay.into());
            }
            Event::LinkMade { child, hash: words_within(&hash, 128, "The link")?, until }
        }
        Command::EndLink { child } => {
            if state.permissions.of.get(&child).is_none_or(|on_record| on_record.link.is_none()) {
                return Err(Refused::NoLink.into());
            }
            Event::LinkEnded { child }
        }
    };
    Ok(vec![event])
}

fn answered(
    child: &ChildId,
    answers: BTreeMap<String, bool>,
    by: &str,
    how: How,
    on: Date,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    active(child, context)?;
    given_on(on, date_of(context.now))?;
    if answers.is_empty() {
        return Err(Refused::NoAnswers.into());
    }
    let by = Private::new(child, words_within(by, 120, "Who gave the answers")?);
    let events = answers.into_iter().map(|(purpose, yes)| {
        let purpose = known(&purpose, &context.policy.catalogue)?;
        later_answer(child, &purpose, on, context)?;
        Ok(Event::Answered { child: child.clone(), purpose, yes, by: by.clone(), how, on })
    });
    events.collect()
}

fn active(child: &ChildId, context: &Context<'_>) -> Result<(), Refusal> {
    context.state.children.active(child)?;
    Ok(())
}

/// An old form does not undo what was said since.
fn later_answer(child: &ChildId, purpose: &str, on: Date, context: &Context<'_>) -> Result<(), Refusal> {
    let known = context.state.permissions.of.get(child).and_then(|known| known.answers.get(purpose));
    match known {
        Some(answer) if answer.on > on => Err(Refused::LaterAnswer {
            purpose: purpose.to_string(),
            answered: answer.on.to_string(),
            on: on.to_string(),
        }
        .into()),
        _ => Ok(()),
    }
}

fn given_on(on: Date, today: Date) -> Result<(), Refusal> {
    if on > today || on < today.saturating_sub(3_660.days()) {
        return Err(Refused::AnswerDay.into());
    }
    Ok(())
}

/// The purpose's own id, whatever word for it was given.
fn known(purpose: &str, catalogue: &Catalogue) -> Result<String, Refusal> {
    match catalogue.purpose(purpose) {
        Some(on_record) => Ok(on_record.id.clone()),
        None => {
            let known: Vec<&str> = catalogue.purposes.iter().map(|purpose| purpose.id.as_str()).collect();
            let known = belisha_policy::join_or(&known);
            Err(Refused::NoSuchPurpose { known: known.to_string(), purpose: purpose.to_string() }.into())
        }
    }
}
