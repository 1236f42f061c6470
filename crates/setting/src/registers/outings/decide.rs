//! Commands about outings, decided into events or refused.

use crate::deciding::input::{new_id, words_within};
use crate::deciding::refusal::Refusal;
use crate::reading::ask::question::Question;
use crate::reading::context::Context;
use crate::record::ids::OutingId;
use crate::registers::outings::command::Command;
use crate::registers::outings::event::Event;
use crate::registers::outings::refused::Refused;
use crate::registers::outings::state::Outing;
use belisha_policy::KnownAct;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let find = |outing: &OutingId| state.outings.all.get(outing).ok_or_else(|| Refusal::from(Refused::Over));
    let event = match command {
        Command::Plan { outing, to, people, children } => {
            new_id(outing.as_str(), state.outings.all.contains_key(&outing), "an outing")?;
            if people.is_empty() {
                return Err(Refused::NoAdult.into());
            }
            for person in &people {
                state.people.active(person)?;
            }
            for child in &children {
                state.children.active(child)?;
            }
            Event::Planned { outing, to: words_within(&to, 120, "Where to")?, people, children }
        }
        Command::Leave { outing, phone, folder } => {
            let known = find(&outing)?;
            if known.left.is_some() {
                return Err(Refused::LeftAlready.into());
            }
            if let Some(device) = &phone {
                let device = state.devices.active(device)?;
                if !device.particulars.setting_phone {
                    return Err(Refused::NotOurPhone { name: device.particulars.name.to_string() }.into());
                }
                let elsewhere = |other: &Outing| other.left.as_ref().is_some_and(|(_, with)| *with == phone);
                if state.outings.all.values().any(elsewhere) {
                    return Err(Refused::PhoneElsewhere { name: device.particulars.name.to_string() }.into());
                }
            }
            Question {
                act: KnownAct::LeaveOnOuting.into(),
                kit_phone: phone.is_some(),
                kit_folder: folder,
                ..Question::default()
            }
            .require(context)?;
            Event::Left { outing, phone, folder }
        }
        Command::Return { outing } => {
            if find(&outing)?.left.is_none() {
                return Err(Refused::NotLeft.into());
            }
            Event::Back { outing }
        }
        Command::NotLeft { outing } => {
            if find(&outing)?.left.is_none() {
                return Err(Refused::NotLeft.into());
            }
            Event::NotLeft { outing }
        }
        Command::NotBack { outing } => {
            let latest = state.outings.latest_back.as_ref().filter(|(id, _)| *id == outing);
            latest.ok_or(Refused::NotBackLately)?;
            Event::NotBack { outing }
        }
        Command::Cancel { outing } => {
            if find(&outing)?.left.is_some() {
                return Err(Refused::UnderWay.into());
            }
            Event::Cancelled { outing }
        }
    };
    Ok(vec![event])
}
