//! What may be done with pictures: taken in, covered, used, held, erased.

pub(crate) mod cover;
pub(crate) mod erasing;
pub(crate) mod parts;
pub(crate) mod take;
pub(crate) mod using;

use crate::deciding::input::{new_id, words_within};
use crate::deciding::refusal::Refusal;
use crate::reading::ask::question::Question;
use crate::reading::context::Context;
use crate::record::author::Author;
use crate::record::ids::{ChildId, PersonId};
use crate::record::moment::date_of;
use crate::record::private::{Private, SETTING};
use crate::registers::pictures::command::{Command, Prepared};
use crate::registers::pictures::decide::cover::cover;
use crate::registers::pictures::decide::erasing::{erase, erase_due, hand_over, let_go};
use crate::registers::pictures::decide::parts::{answers_for_pictures, find, named, once, retained, sealed};
use crate::registers::pictures::decide::take::take_in;
use crate::registers::pictures::decide::using::use_it;
use crate::registers::pictures::event::{Event, Shows};
use crate::registers::pictures::refused::Refused;
use belisha_policy::KnownAct;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    opens_pictures(&command, context)?;
    let event = match command {
        Command::Prepared(Prepared::TakeIn { picture, incoming }) => take_in(picture, *incoming, context)?,
        Command::Prepared(Prepared::Cover { picture, from, covered, marks, files, tag, width, height }) => {
            new_id(picture.as_str(), context.state.pictures.all.contains_key(&picture), "a picture")?;
            let (covered, marks) = cover(&from, covered, marks, context)?;
            let (files, tag) = (sealed(&picture, files), Private::new(&picture, tag));
            Event::Covered { picture, from, covered, marks, files, tag, width, height }
        }
        Command::Tag { picture, children, adults } => {
            let known = retained(&picture, context)?;
            let (children, adults) = (once(children), once(adults));
            // Whoever is in it already may have left since.
            let joined: Vec<ChildId> =
                children.iter().filter(|child| !known.shot.children.contains(child)).cloned().collect();
            let with: Vec<PersonId> =
                adults.iter().filter(|adult| !known.shot.adults.contains(adult)).cloned().collect();
            named(&joined, &with, context)?;
            if known.shot.children == children && known.shot.adults == adults {
                return Err(Refused::OnRecordAlready.into());
            }
            if known.shot.shows == Shows::Children && children.is_empty() {
                return Err(Refused::NobodyTapped.into());
            }
            Event::Tagged { picture, children, adults }
        }
        Command::Date { picture, on } => {
            let known = retained(&picture, context)?;
            let taken_in = date_of(known.at);
            if !known.shot.clock_wrong {
                return Err(Refused::DayKnown.into());
            }
            if on > taken_in || on < taken_in.saturating_sub(jiff::ToSpan::years(12)) {
                return Err(Refused::DayImpossible.into());
            }
            Event::Dated { picture, on }
        }
        Command::Use { picture, id, purpose, place, whom, words, looked } => {
            return use_it(picture, id, &purpose, place, &whom, &words, looked, context)
                .map(|event| vec![event]);
        }
        Command::EndUse { picture, id, ended_how: what } => {
            let used = find(&picture, context)?.uses.get(&id);
            match used {
                Some(used) if used.ended.is_none() => {}
                Some(_) => return Err(Refused::UseOver.into()),
                None => return Err(Refused::NoSuchUse.into()),
            }
            let what = Private::new(SETTING, words_within(&what, 500, "What was done")?);
            Event::UseEnded { picture, id, ended_how: what }
        }
        Command::Hold { picture, why } => {
            answers_for_pictures(context)?;
            if retained(&picture, context)?.held.is_some() {
                return Err(Refused::HeldAlready.into());
            }
            let why = Private::new(SETTING, words_within(&why, 500, "Why it is held")?);
            Event::Held { picture, why }
        }
        Command::Release { picture, why } => {
            answers_for_pictures(context)?;
            if retained(&picture, context)?.held.is_none() {
                return Err(Refused::NotHeld.into());
            }
            let why = Private::new(SETTING, words_within(&why, 500, "Why it is released")?);
            Event::Released { picture, why }
        }
        Command::LetGo { pictures } => let_go(pictures, context)?,
        Command::Erase { picture, why } => erase(picture, why, context)?,
        Command::Prepared(Prepared::EraseDue {}) => {
            return Ok(erase_due(context));
        }
        Command::Prepared(Prepared::Gone { picture }) => {
            if !context.state.pictures.leaving.contains(&picture) {
                return Err(Refused::NotLeaving.into());
            }
            Event::Gone { picture }
        }
        Command::HandOver { child, pictures, to } => return hand_over(child, pictures, &to, context),
    };
    Ok(vec![event])
}

/// Whoever changes what is known of a picture, or where it goes, may open it: the same question as the pages ask.
fn opens_pictures(command: &Command, context: &Context<'_>) -> Result<(), Refusal> {
    let Author::Person(person) = context.author else { return Ok(()) };
    match command {
        Command::Tag { .. }
        | Command::Date { .. }
        | Command::Use { .. }
        | Command::EndUse { .. }
        | Command::Hold { .. }
        | Command::Release { .. }
        | Command::LetGo { .. }
        | Command::HandOver { .. } => {
            let (act, who) = (KnownAct::OpenPictures.into(), Some(person.to_string()));
            Question { act, who, ..Question::default() }.require(context)
        }
        Command::Erase { .. } | Command::Prepared(_) => Ok(()),
    }
}
