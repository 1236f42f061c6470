//! What may be done with a concern, and by whom.

use crate::deciding::input::{new_id, words_within};
use crate::deciding::refusal::Refusal;
use crate::reading::ask::question::Question;
use crate::reading::context::Context;
use crate::reading::risks;
use crate::reading::wording::check;
use crate::record::author::Author;
use crate::record::ids::{ChildId, ConcernId, PersonId};
use crate::record::private::{Private, SETTING};
use crate::registers::concerns::command::Command;
use crate::registers::concerns::event::Event;
use crate::registers::concerns::refused::Refused;
use crate::registers::concerns::route::{Route, Step, route, waiting};
use crate::registers::concerns::state::Concern;
use crate::registers::duties::event::Risk;
use crate::registers::people::state::HOLDING_CONCERNS;
use belisha_policy::KnownAct;
use belisha_policy::KnownRole;
use jiff::SignedDuration;

/// At most this many characters of what was seen or heard.
const WORDS_MAX: usize = 8_000;

/// The same words by the same person within this time are one concern sent twice.
const TWICE_WITHIN_HOURS: i64 = 12;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let event = match command {
        Command::Raise { concern, kind, said, child_said, risk, children, adults, from } => {
            let said = words_within(&said, WORDS_MAX, "What you saw or heard")?;
            let raised = raised(concern, kind, said, &child_said, risk, children, adults, &from, context)?;
            if sent_already(&raised, context)? {
                return Ok(Vec::new());
            }
            raised
        }
        Command::Add { concern, words } => {
            still_open(&concern, context)?;
            let words = Private::new(&concern, words_within(&words, WORDS_MAX, "What you add")?);
            Event::Added { concern, words }
        }
        Command::Name { concern, children, adults } => named(concern, children, adults, context)?,
        Command::Unname { concern, children, child, why } => {
            unnamed(concern, children, child, &why, context)?
        }
        Command::LetIn { concern, person } => let_in(concern, person, context)?,
        Command::Take { concern, route } => {
            let on_record = still_open(&concern, context)?;
            let takes = |route: &&belisha_policy::RouteInForce| route.taken && route.takes(&on_record.kind);
            let Some(way) = context.policy.routes.iter().filter(takes).find(|way| *way.control == *route)
            else {
                return Err(Refused::NoSuchRoute.into());
            };
            if on_record.taken.contains_key(&*way.control) {
                return Err(Refused::TakenAlready.into());
            }
            Event::Taken { concern, route }
        }
        Command::Do { concern, step, note, reference, sure, told } => {
            let on_record = still_open(&concern, context)?;
            let way = route(on_record, context.state, context.policy, context.now);
            done(concern, &step, &note, &reference, sure, told, &way, context)?
        }
        Command::CheckPictures { concern, person, found } => {
            let on_record = still_open(&concern, context)?;
            if !on_record.adults.contains(&person) {
                return Err(Refused::NotAboutThem.into());
            }
            asked(KnownAct::CheckPictures, &concern, context)?;
            let found = Private::new(&concern, words_within(&found, 2_000, "What was found")?);
            Event::PicturesChecked { concern, person, found }
        }
        Command::Open { concern } => {
            opened(&concern, context)?;
            Event::Opened { concern }
        }
        Command::Close { concern, outcome } => {
            let on_record = still_open(&concern, context)?;
            let way = route(on_record, context.state, context.policy, context.now);
            if let Some(step) = way.next() {
                return Err(wants(step));
            }
            let outcome = Private::new(&concern, words_within(&outcome, WORDS_MAX, "What came of it")?);
            Event::Closed { concern, outcome }
        }
        Command::Reopen { concern, why } => {
            if opened(&concern, context)?.closed.is_none() {
                return Err(Refused::OpenAlready.into());
            }
            let why = Private::new(&concern, words_within(&why, 2_000, "Why it is opened again")?);
            Event::Reopened { concern, why }
        }
        Command::SetNumber { body, number } => {
            if !context.policy.catalogue.bodies.get(&body).is_some_and(|body| body.local) {
                return Err(Refused::NumberFixed.into());
            }
            Event::NumberSet { body, number: Private::new(SETTING, words_within(&number, 60, "The number")?) }
        }
    };
    Ok(vec![event])
}

/// Children who were named by mistake, by whoever may open the concern; also where it is closed.
fn unnamed(
    concern: ConcernId,
    mut children: Vec<ChildId>,
    child: Option<ChildId>,
    why: &str,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let on_record = opened(&concern, context)?;
    children.extend(child);
    children.sort();
    children.dedup();
    if children.is_empty() || !children.iter().all(|child| on_record.children.contains(child)) {
        return Err(Refused::NotAboutThisChild.into());
    }
    let why = Private::new(&concern, words_within(why, 2_000, "Why it is not about them")?);
    Ok(Event::Unnamed { concern, children, why })
}

/// Somebody else it is about.
fn named(
    concern: ConcernId,
    children: Vec<ChildId>,
    adults: Vec<PersonId>,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    still_open(&concern, context)?;
    if children.is_empty() && adults.is_empty() {
        return Err(Refused::NobodyNamed.into());
    }
    known(&children, &adults, context)?;
    Ok(Event::Named { concern, children, adults })
}

fn let_in(concern: ConcernId, person: PersonId, context: &Context<'_>) -> Result<Event, Refusal> {
    let on_record = still_open(&concern, context)?;
    if !waiting(on_record, context.state, context.policy, context.now).contains(&person) {
        return Err(Refused::NotWaiting.into());
    }
    Ok(Event::LetIn { concern, person })
}

/// Whether this very concern is on record: the same form sent again, or the same words about the same people sent twice.
fn sent_already(new: &Event, context: &Context<'_>) -> Result<bool, Refusal> {
    let Event::Raised { concern, kind, said, child_said, children, adults, from, .. } = new else {
        return Ok(false);
    };
    let words = |of: Option<&Private>| of.map(|known| known.words().to_owned());
    let same = |known: &Concern| {
        known.by == *context.author
            && known.kind == *kind
            && known.said.words() == said.words()
            && words(known.child_said.as_ref()) == words(child_said.as_ref())
            && words(known.from.as_ref()) == words(from.as_ref())
            && children.iter().all(|child| known.children.contains(child))
            && adults.iter().all(|adult| known.adults.contains(adult))
    };
    if let Some(known) = context.state.concerns.all.get(concern) {
        if same(known) {
            return Ok(true);
        }
        return Err(Refused::IdTaken.into());
    }
    let recently = |known: &Concern| {
        context.now.duration_since(known.raised) < SignedDuration::from_hours(TWICE_WITHIN_HOURS)
    };
    Ok(context.state.concerns.open().any(|(_, known)| recently(known) && same(known)))
}

#[expect(clippy::too_many_arguments, reason = "the fields of one command")]
fn raised(
    concern: ConcernId,
    kind: String,
    said: String,
    child_said: &str,
    risk: Option<Risk>,
    children: Vec<ChildId>,
    adults: Vec<PersonId>,
    from: &str,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    new_id(concern.as_str(), false, "a concern")?;
    let Some(is) = context.policy.catalogue.concerns.get(&kind) else {
        return Err(Refused::NoKind.into());
    };
    known(&children, &adults, context)?;
    let filled = |words: &str, most: usize, what: &str| -> Result<Option<Private>, Refusal> {
        if words.trim().is_empty() {
            return Ok(None);
        }
        Ok(Some(Private::new(&concern, words_within(words, most, what)?)))
    };
    let from = filled(from, 120, "Your name")?;
    if matches!(context.author, Author::Door(_)) && from.is_none() {
        return Err(Refused::NoName.into());
    }
    let risk = filed(risk, &is.risk, context)?;
    let adults = if is.about_adults && adults.is_empty() {
        // Whoever is named in words about what an adult did must not become the one who reads them.
        spoken_of(&format!("{said}\n{child_said}"), context)
    } else {
        adults
    };
    Ok(Event::Raised {
        said: Private::new(&concern, said),
        child_said: filled(child_said, WORDS_MAX, "The child's words")?,
        risk,
        kind,
        children,
        adults,
        from,
        concern,
    })
}

/// Under which risk a concern is filed: one that the policy names, where it names any.
fn filed(given: Option<Risk>, usual: &str, context: &Context<'_>) -> Result<Risk, Refusal> {
    let named = risks::named(context.policy);
    let allowed =
        |risk: Risk| named.as_ref().is_none_or(|named| named.risks.is_empty() || named.risks.contains(&risk));
    let usual = Risk::ALL.into_iter().find(|risk| risk.word() == usual).unwrap_or(Risk::Content);
    match (given, &named) {
        (Some(risk), _) if allowed(risk) => Ok(risk),
        (Some(_), Some(named)) => {
            Err(Refusal::clause(&*named.clause, format!("a concern is filed under {}", named.words())))
        }
        _ if allowed(usual) => Ok(usual),
        _ => Ok(named.and_then(|named| named.risks.first().copied()).unwrap_or(Risk::Content)),
    }
}

/// The adults whom words may be about: by their name, or by the post they hold ("the manager").
fn spoken_of(words: &str, context: &Context<'_>) -> Vec<PersonId> {
    let lower = words.to_lowercase();
    let catalogue = &context.policy.catalogue;
    let said = |role: &String| {
        let title = catalogue.roles.get(role).map_or("", |role| role.title.as_str());
        HOLDING_CONCERNS.contains(&role.as_str())
            && (lower.contains(role.as_str()) || lower.contains(&title.to_lowercase()))
    };
    let by_post = context.state.people.here().filter(|(_, person)| person.roles.iter().any(said));
    let mut all = check::staff_named(words, context.state);
    all.extend(by_post.map(|(id, _)| id.clone()));
    all.sort();
    all.dedup();
    all
}

fn known(children: &[ChildId], adults: &[PersonId], context: &Context<'_>) -> Result<(), Refusal> {
    let person = children.iter().all(|child| context.state.children.all.contains_key(child))
        && adults.iter().all(|adult| context.state.people.all.contains_key(adult));
    if person { Ok(()) } else { Err(Refused::NoSuchPeople.into()) }
}

/// The concern, where the author may open it.
fn opened<'a>(id: &ConcernId, context: &Context<'a>) -> Result<&'a Concern, Refusal> {
    let concern = context.state.concerns.all.get(id);
    // Whether there is such a concern is nobody's business who may not open it.
    asked(KnownAct::OpenConcern, id, context)?;
    concern.ok_or_else(|| Refusal::from(Refused::NoSuchConcern))
}

fn still_open<'a>(id: &ConcernId, context: &Context<'a>) -> Result<&'a Concern, Refusal> {
    let known = opened(id, context)?;
    if known.closed.is_some() {
        return Err(Refused::Closed.into());
    }
    Ok(known)
}

fn asked(act: KnownAct, concern: &ConcernId, context: &Context<'_>) -> Result<(), Refusal> {
    let who = match context.author {
        Author::Program => return Ok(()),
        Author::Person(person) => person.to_string(),
        Author::Door(_) => KnownRole::Visitor.into(),
        Author::Family(_) => KnownRole::Parent.into(),
    };
    let question =
        Question { act: act.into(), who: Some(who), concern: Some(concern.clone()), ..Question::default() };
    question.require(context)
}

#[expect(clippy::too_many_arguments, reason = "the fields of one command")]
fn done(
    concern: ConcernId,
    step: &str,
    note: &str,
    reference: &str,
    sure: bool,
    told: Option<bool>,
    way: &Route,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let Some(known) = way.steps.iter().find(|known| known.text.id == step) else {
        return Err(Refused::NoSuchStep.into());
    };
    let reopened = context.state.concerns.all.get(&concern).and_then(|concern| concern.reopened);
    if known.done.as_ref().is_some_and(|done| reopened.is_none_or(|again| done.at >= again)) {
        return Err(Refused::StepDoneAlready.into());
    }
    if known.text.parents && told.is_none() {
        return Err(Refused::ParentsUndecided.into());
    }
    let told = told.filter(|_| known.text.parents);
    let what = if told == Some(false) { "The reason why not" } else { "What was done" };
    let note = Private::new(&concern, words_within(note, WORDS_MAX, what)?);
    let reference = reference.trim();
    if known.text.reference && reference.is_empty() {
        return Err(of_step(known, "the reference that the body gave is on record before this step is done"));
    }
    let bodies = &context.policy.catalogue.bodies;
    let usual = known.text.bodies().filter_map(|body| bodies.get(body)?.reference);
    for shape in usual.filter(|_| !reference.is_empty() && !sure) {
        if !shape.looks_usual(reference) {
            return Err(Refused::ReferenceUnusual { reference: reference.to_string() }.into());
        }
    }
    let reference = if reference.is_empty() {
        None
    } else {
        Some(Private::new(&concern, words_within(reference, 60, "The reference")?))
    };
    Ok(Event::StepDone { concern, step: step.to_owned(), note, reference, told })
}

/// What is still to be done before it can be closed.
fn wants(step: &Step) -> Refusal {
    of_step(step, &format!("first {}", step.text.does))
}

fn of_step(step: &Step, says: &str) -> Refusal {
    if step.clauses.is_empty() {
        return Refused::NotYet { says: says.to_string() }.into();
    }
    Refusal::Clause { clauses: step.clauses.clone(), says: says.to_owned() }
}
