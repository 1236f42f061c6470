//! Commands about requests for data, decided into events or refused.

use crate::deciding::input::{new_id, words_within};
use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::reading::roles;
use crate::record::author::Author;
use crate::record::ids::RequestId;
use crate::record::moment::date_of;
use crate::record::private::Private;
use crate::registers::data_requests::command::{Command, Prepared};
use crate::registers::data_requests::event::{Event, Kind, Whom};
use crate::registers::data_requests::keeps::keeps;
use crate::registers::data_requests::refused::Refused;
use crate::registers::data_requests::state::DataRequest;
use jiff::ToSpan;

/// Whoever put a request on record erases by themselves after so many days, where nobody else leads.
const ALONE_AFTER_DAYS: i64 = 7;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let requests = &context.state.data_requests;
    let event = match command {
        Command::Receive { request, kind, whom, from, words, on } => {
            new_id(request.as_str(), requests.all.contains_key(&request), "a request")?;
            let today = date_of(context.now);
            let on = on.unwrap_or(today);
            if on > today || on < today.saturating_sub(366.days()) {
                return Err(Refused::DayImpossible.into());
            }
            whom.as_ref().map(|whom| is_known(whom, context)).transpose()?;
            let from = Private::new(&request, words_within(&from, 200, "Who asks")?);
            let words = Private::new(&request, words_within(&words, 4_000, "What they ask")?);
            Event::Received { request, kind, whom, from, words, on }
        }
        Command::Acknowledge { request, how } => {
            if open(&request, context)?.acknowledged.is_some() {
                return Err(Refused::AcknowledgedAlready.into());
            }
            let how = Private::new(&request, words_within(&how, 300, "How they were told")?);
            Event::Acknowledged { request, how }
        }
        Command::Answer { request, done, words } => {
            open(&request, context)?;
            let words = Private::new(&request, words_within(&words, 4_000, "The answer")?);
            Event::Answered { request, done, words }
        }
        Command::Erase { request } => return erase(request, context),
        Command::Prepared(Prepared::Gone { whom }) => {
            if !requests.leaving().any(|leaving| *leaving == whom) {
                return Err(Refused::NotLeaving.into());
            }
            Event::Gone { whom }
        }
    };
    Ok(vec![event])
}

fn open<'a>(request: &RequestId, context: &Context<'a>) -> Result<&'a DataRequest, Refusal> {
    match context.state.data_requests.all.get(request) {
        Some(known) if known.answered.is_none() => Ok(known),
        Some(_) => Err(Refused::Answered.into()),
        None => Err(Refused::NoSuchRequest.into()),
    }
}

fn is_known(whom: &Whom, context: &Context<'_>) -> Result<(), Refusal> {
    let state = context.state;
    let known = match whom {
        Whom::Child(child) => state.children.all.contains_key(child),
        Whom::Person(person) => state.people.all.contains_key(person),
        // Visits that are over are in the log alone.
        Whom::Visit(_) => true,
    };
    if known { Ok(()) } else { Err(Refused::NobodyKnown.into()) }
}

fn erase(request: RequestId, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let known = open(&request, context)?;
    if known.kind != Kind::Erasure {
        return Err(Refused::NotErasure.into());
    }
    let whom = known.whom.clone().ok_or(Refused::OfNobody)?;
    if context.state.data_requests.erased.contains_key(&whom) {
        return Err(Refused::ErasedAlready.into());
    }
    let kept = keeps(&whom, context.state, context.now);
    if !kept.is_empty() {
        let why: Vec<String> = kept
            .into_iter()
            .map(|keeping| match keeping.until {
                Some(until) => format!("{}, {until}", keeping.why),
                None => keeping.why,
            })
            .collect();
        return Err(Refused::Kept { why: why.join("; ") }.into());
    }
    if known.by == *context.author && !may_alone(known, context) {
        return Err(Refused::AnotherErases { days: ALONE_AFTER_DAYS.to_string() }.into());
    }
    let words = Private::new(&request, "Erased.");
    let answered = Event::Answered { request: request.clone(), done: true, words };
    Ok(vec![Event::Erased { request, whom }, answered])
}

/// Where nobody else leads, whoever put the request on record waits instead.
fn may_alone(known: &DataRequest, context: &Context<'_>) -> bool {
    let is_another = |id| *context.author != Author::Person(id);
    let mut others = context.state.people.here().filter(|(id, _)| is_another((*id).clone()));
    let waited = context.now.duration_since(known.at).as_hours() >= 24 * ALONE_AFTER_DAYS;
    waited && !others.any(|(_, person)| roles::leads(person, context))
}
