//! Commands about children going online, decided.

use crate::deciding::input::{new_id, words_within};
use crate::deciding::refusal::Refusal;
use crate::reading::ask::question::Question;
use crate::reading::context::Context;
use crate::record::ids::{ChildId, DeviceId, PersonId, SessionId, SiteId};
use crate::record::moment::date_of;
use crate::record::private::Private;
use crate::registers::devices::event::Owner;
use crate::registers::online::command::{Command, MINUTES_MAX, Prepared};
use crate::registers::online::event::Event;
use crate::registers::online::refused::Refused;
use crate::registers::online::state::names_of;
use crate::registers::online::supervision::{can_supervise, was_shown};
use crate::registers::sites::listed;
use belisha_policy::KnownAct;
use jiff::ToSpan;

/// At most this many children or devices in one session.
const TOGETHER_MAX: usize = 60;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let (state, today) = (context.state, date_of(context.now));
    let event = match command {
        Command::Permit { child, yes, by, on } => {
            state.children.active(&child)?;
            let on = on.unwrap_or(today);
            if on > today {
                return Err(Refused::DayAhead.into());
            }
            let by = Private::new(&child, words_within(&by, 200, "Who gave it")?);
            let after_shown = was_shown(&child, on, state);
            Event::Permitted { child, yes, by, on, after_shown }
        }
        Command::Open { session, supervisor, devices, children, purpose, sites, minutes } => {
            return open(session, supervisor, devices, children, purpose, sites, minutes, context);
        }
        Command::End { session } => {
            let known = state.online.sessions.get(&session);
            let known = known.ok_or_else(|| Refusal::from(Refused::NoSuchSession))?;
            if known.over(context.now).is_some() {
                return Err(Refused::Over.into());
            }
            Event::Ended { session }
        }
        Command::Prepared(Prepared::LookedUp { session, names, opened, refused }) => {
            if !state.online.sessions.contains_key(&session) {
                return Err(Refused::NoSuchSession.into());
            }
            if state.online.sessions.get(&session).is_some_and(|known| known.looked_up.is_some()) {
                return Err(Refused::LookedUpAlready.into());
            }
            let names = Private::new(names_of(&session), names.chars().take(20_000).collect::<String>());
            Event::LookedUp { session, names, opened, refused }
        }
        Command::Prepared(Prepared::EraseNames { session }) => {
            // By a time that was stated today nothing is erased yet: it may have been mistyped.
            let settled = state.clock.is_settled(context.now);
            if !settled || !state.online.to_forget(context.now).any(|id| *id == session) {
                return Err(Refused::NamesKept.into());
            }
            Event::NamesErased { session }
        }
    };
    Ok(vec![event])
}

#[expect(clippy::too_many_arguments, reason = "the parts of one command")]
fn open(
    session: SessionId,
    supervisor: PersonId,
    mut devices: Vec<DeviceId>,
    mut children: Vec<ChildId>,
    purpose: String,
    chosen: Vec<SiteId>,
    minutes: i64,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    new_id(session.as_str(), state.online.sessions.contains_key(&session), "a session")?;
    let purpose = words_within(&purpose, 120, "What for")?;
    if !(1..=MINUTES_MAX).contains(&minutes) {
        return Err(Refused::TooLong { minutes_max: MINUTES_MAX.to_string() }.into());
    }
    if !state.day.open_on(date_of(context.now)) {
        return Err(Refused::DayNotOpen.into());
    }
    let adult = state.people.active(&supervisor)?;
    if !can_supervise(&supervisor, state, context.now) {
        return Err(Refused::NotSupervising { name: adult.name.words().to_string() }.into());
    }
    devices.sort();
    devices.dedup();
    children.sort();
    children.dedup();
    if devices.is_empty() || devices.len() > TOGETHER_MAX {
        return Err(Refused::NoDevice.into());
    }
    if children.is_empty() || children.len() > TOGETHER_MAX {
        return Err(Refused::NoChildren.into());
    }
    for child in &children {
        state.children.active(child)?;
        if !state.day.children.contains(child) {
            return Err(Refused::ChildNotIn { name: state.children.name(child).to_string() }.into());
        }
    }
    let approved = listed::approved(state, context.policy);
    if let Some(strange) = chosen.iter().find(|site| !approved.iter().any(|known| known.site == **site)) {
        return Err(Refused::NoSuchSite { strange: strange.to_string() }.into());
    }
    for device in &devices {
        usable(device, context)?;
        let asked = Question {
            act: KnownAct::GoOnline.into(),
            who: Some(supervisor.to_string()),
            device: Some(device.to_string()),
            children: children.iter().map(ToString::to_string).collect(),
            purpose: Some(purpose.clone()),
            supervised_by: Some(supervisor.clone()),
            ..Question::default()
        };
        asked.require(context)?;
    }
    let until = context.now + minutes.minutes();
    Ok(vec![Event::Opened { session, supervisor, devices, children, purpose, sites: chosen, until }])
}

/// The setting's own, for children, able to go online, and in no other session.
fn usable(device: &DeviceId, context: &Context<'_>) -> Result<(), Refusal> {
    let state = context.state;
    let known = state.devices.active(device)?;
    let name = &known.particulars.name;
    if known.particulars.owner != Owner::Setting || !known.particulars.for_children {
        return Err(Refused::NotForChildren { name: name.to_string() }.into());
    }
    let kind = state.devices.kind(&known.particulars.kind, &context.policy.catalogue);
    if !kind.is_some_and(|kind| kind.can.iter().any(|can| can == "internet")) {
        return Err(Refused::CannotGoOnline { name: name.to_string() }.into());
    }
    match state.online.of_device(device.as_str(), context.now) {
        Some(_) => Err(Refused::InSession { name: name.to_string() }.into()),
        None => Ok(()),
    }
}
