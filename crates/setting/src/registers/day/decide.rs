//! Commands about the day, decided into events or refused.

use crate::deciding::input::words_within;
use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::reading::put_away;
use crate::record::ids::{ChildId, DeviceId, PersonId, PlaceId};
use crate::record::moment;
use crate::record::moment::date_of;
use crate::record::private::{Private, SETTING};
use crate::registers::day::command::{Command, Prepared};
use crate::registers::day::event::{Event, Item, PutAway};
use crate::registers::day::refused::Refused;
use crate::registers::devices::state::Out;
use belisha_policy::controls::ExceptionalAgreement;
use jiff::civil::Date;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let (state, today) = (context.state, date_of(context.now));
    let day = &state.day;
    let name = |person: &PersonId| state.people.name(person);
    let open = || match day.open_on(today) {
        true => Ok(()),
        false => Err(Refused::OpenFirst),
    };
    let present = |person: &PersonId| {
        day.people.get(person).ok_or_else(|| Refusal::from(Refused::NotIn { name: name(person).to_string() }))
    };
    let event = match command {
        Command::Open {} => return open_day(context),
        Command::Prepared(Prepared::EndForgotten {}) => {
            let over = day.date.filter(|date| day.open && *date < today);
            return Ok(over.map(|date| forgotten(date, context)).into_iter().collect());
        }
        Command::Reopen {} => {
            if !day.closed_on(today) {
                return Err(Refused::NotClosedToday.into());
            }
            Event::Reopened { date: today }
        }
        Command::Answer { children, people, said } => answered(children, people, &said, context)?,
        Command::Close { missing, uncounted } => return close_day(missing, uncounted, context),
        Command::In { person } => {
            open()?;
            comes_in(&person, context)?;
            Event::In { person }
        }
        Command::Out { person } => {
            present(&person)?;
            nothing_in_hand(&person, context)?;
            Event::Out { person }
        }
        Command::StartBreak { person } => {
            if present(&person)?.on_break.is_some() {
                return Err(Refused::OnBreakAlready { name: name(&person).to_string() }.into());
            }
            Event::BreakStarted { person }
        }
        Command::EndBreak { person } => {
            if present(&person)?.on_break.is_none() {
                return Err(Refused::NotOnBreak { name: name(&person).to_string() }.into());
            }
            Event::BreakEnded { person }
        }
        Command::Supervise { person, yes } => {
            let known = present(&person)?;
            if known.supervising == yes {
                return Err(Refused::OnRecordAlready { name: name(&person).to_string() }.into());
            }
            if known.on_break.is_some() && yes {
                return Err(Refused::OnBreak { name: name(&person).to_string() }.into());
            }
            Event::Supervising { person, yes }
        }
        Command::PutAway { person, item, put } => {
            present(&person)?;
            if let PutAway::Stored(place) = &put {
                stored_rightly(&person, item, place, context)?;
            }
            Event::PutAway { person, item, put }
        }
        Command::TakeBack { person, item } => {
            if !present(&person)?.put.contains_key(&item) {
                return Err(Refused::NothingPutAway { name: name(&person).to_string() }.into());
            }
            Event::TakenBack { person, item }
        }
        Command::ChildIn { child } => {
            open()?;
            child_comes(child, context)?
        }
        Command::ChildOut { child } => child_goes(child, context)?,
        Command::Collected { child, by } => {
            open()?;
            collected(child, &by, context)?
        }
    };
    Ok(vec![event])
}

fn child_comes(child: ChildId, context: &Context<'_>) -> Result<Event, Refusal> {
    let state = context.state;
    state.children.active(&child)?;
    if state.day.children.contains(&child) {
        return Err(Refused::ChildInAlready { name: state.children.name(&child) }.into());
    }
    Ok(Event::ChildIn { child })
}

fn child_goes(child: ChildId, context: &Context<'_>) -> Result<Event, Refusal> {
    let state = context.state;
    if !state.day.children.contains(&child) {
        return Err(Refused::ChildNotIn { name: state.children.name(&child) }.into());
    }
    Ok(Event::ChildOut { child })
}

/// Who collected a child that went home today.
fn collected(child: ChildId, by: &str, context: &Context<'_>) -> Result<Event, Refusal> {
    let state = context.state;
    if !state.day.gone.contains_key(&child) {
        return Err(Refused::NotGoneToday { name: state.children.name(&child) }.into());
    }
    let by = words_within(by, 120, "Who collected the child")?;
    Ok(Event::Collected { by: Private::new(&child, by), child })
}

/// Somebody of the register, who is not in already.
fn comes_in(person: &PersonId, context: &Context<'_>) -> Result<(), Refusal> {
    let state = context.state;
    state.people.active(person)?;
    let Some(known) = state.day.people.get(person) else { return Ok(()) };
    let since = moment::time_of(known.since).strftime("%H:%M").to_string();
    Err(Refused::InAlready { name: state.people.name(person), since }.into())
}

/// Whoever goes has brought back what they took, and answers for no device that somebody else has.
fn nothing_in_hand(person: &PersonId, context: &Context<'_>) -> Result<(), Refusal> {
    let state = context.state;
    let device = |wanted: &dyn Fn(&Out) -> bool| {
        let mut here = state.devices.here();
        here.find(|(_, device)| device.out.as_ref().is_some_and(wanted))
            .map(|(_, device)| device.particulars.name.clone())
    };
    if let Some(device) = device(&|out| out.person == *person) {
        return Err(Refused::HasDevice { name: state.people.name(person), device }.into());
    }
    if let Some(device) = device(&|out| out.supervisor.as_ref() == Some(person)) {
        return Err(Refused::Supervising { name: state.people.name(person), device }.into());
    }
    Ok(())
}

/// Where the policy names places for phones or watches, another place is refused with its clause.
fn stored_rightly(
    person: &PersonId,
    item: Item,
    place: &PlaceId,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    let (state, policy) = (context.state, context.policy);
    let Some(known) = state.places.all.get(place) else {
        return Err(Refused::NoSuchPlace.into());
    };
    let (clause, named) = put_away::places_named(item, policy);
    let kept_by_agreement = || {
        let mut kept =
            policy.adopted::<ExceptionalAgreement>().flat_map(|adopted| adopted.params.kept.iter());
        kept.any(|kind| *kind == known.kind) && state.exceptions.held_by(person, context.now).next().is_some()
    };
    match clause {
        Some(clause) if !named.contains(&known.kind.as_str()) && !kept_by_agreement() => {
            let (things, kinds) = (item.things(), belisha_policy::join_or(&named));
            Err(Refusal::clause(
                clause,
                format!("{things} are kept in the {kinds}, not in the {}", known.name),
            ))
        }
        _ => Ok(()),
    }
}

fn open_day(context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let (day, today) = (&context.state.day, date_of(context.now));
    if day.open_on(today) {
        return Err(Refused::OpenAlready.into());
    }
    if day.closed_on(today) {
        return Err(Refused::ClosedToday.into());
    }
    let mut events = Vec::new();
    if let (true, Some(date)) = (day.open, day.date) {
        events.push(forgotten(date, context));
    }
    events.push(Event::Opened { date: today });
    Ok(events)
}

fn close_day(missing: Vec<DeviceId>, uncounted: bool, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let (state, today) = (context.state, date_of(context.now));
    if !state.day.open_on(today) {
        return Err(Refused::NotOpen.into());
    }
    if !state.day.children.is_empty() {
        let names: Vec<String> = state.day.children.iter().map(|child| state.children.name(child)).collect();
        return Err(Refused::ChildrenIn { names: (belisha_policy::join_and(&names)).to_string() }.into());
    }
    for device in &missing {
        state.devices.active(device)?;
    }
    let mut all = still_out(context);
    all.extend(missing);
    all.sort();
    all.dedup();
    let (children_left, people_left) = (Vec::new(), Vec::new());
    Ok(vec![Event::Closed { date: today, missing: all, counted: !uncounted, children_left, people_left }])
}

/// Nobody closed the day: it is closed now, on record as uncounted, with everybody who was never signed out.
fn forgotten(date: Date, context: &Context<'_>) -> Event {
    let day = &context.state.day;
    Event::Closed {
        date,
        missing: still_out(context),
        counted: false,
        children_left: day.children.iter().cloned().collect(),
        people_left: day.people.keys().cloned().collect(),
    }
}

fn answered(
    children: Vec<ChildId>,
    people: Vec<PersonId>,
    said: &str,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let day = &context.state.day;
    let asked = children.iter().all(|child| day.children_unanswered.contains_key(child))
        && people.iter().all(|person| day.people_unanswered.contains_key(person));
    if !asked || children.is_empty() && people.is_empty() {
        return Err(Refused::NotAsked.into());
    }
    let said =
        if said.trim().is_empty() { String::new() } else { words_within(said, 300, "How that is known")? };
    Ok(Event::Answered { children, people, said: Private::new(SETTING, said) })
}

fn still_out(context: &Context<'_>) -> Vec<DeviceId> {
    let out = context.state.devices.settings().filter(|(_, device)| device.out.is_some());
    out.map(|(id, _)| id.clone()).collect()
}
