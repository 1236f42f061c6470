//! What may be done with devices, by the registers and the policy.

use crate::deciding::input::{new_id, words_within};
use crate::deciding::refusal::Refusal;
use crate::reading::ask::question::Question;
use crate::reading::context::Context;
use crate::record::ids::{DeviceId, PersonId};
use crate::record::private::{Private, SETTING};
use crate::registers::devices::command::{Command, Prepared};
use crate::registers::devices::event::{Event, Owner, Particulars};
use crate::registers::devices::refused::Refused;
use crate::registers::devices::state::{Device, Gallery};
use belisha_policy::DeviceKind;
use belisha_policy::KnownAct;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let devices = &context.state.devices;
    let event = match command {
        Command::SetKind { kind, title, can, sim } => set_kind(kind, &title, can, sim, context)?,
        Command::Set { device, particulars } => set(device, particulars, context)?,
        Command::Retire { device, why } => {
            if !devices.active(&device)?.slips.is_empty() {
                return Err(Refused::RecordingLeft.into());
            }
            if devices.active(&device)?.out.is_some() {
                return Err(Refused::IsOut { name: devices.name(&device).to_string() }.into());
            }
            Event::Retired { device, why: words_within(&why, 200, "The reason")? }
        }
        Command::Reinstate { device } => reinstated(device, context)?,
        Command::Take { device, person, purpose, supervisor, off_premises } => {
            return take(device, person, purpose, supervisor, off_premises, context);
        }
        Command::Return { device, off_at_mains, emptied } => {
            let known = devices.active(&device)?;
            let missed = context.state.day.missing.contains(&device);
            if known.out.is_none() && known.off_at_mains && !missed {
                return Err(Refused::InStore { name: known.particulars.name.to_string() }.into());
            }
            let assistant = can(known, "assistant", context);
            let emptied = emptied.filter(|_| can(known, "camera", context));
            Event::Returned { device, off_at_mains: off_at_mains || !assistant, emptied }
        }
        Command::Empty { device } => {
            if devices.active(&device)?.gallery == Gallery::Clear {
                return Err(Refused::GalleryClear.into());
            }
            Event::Emptied { device }
        }
        Command::RecordSlip { device, note } => {
            devices.active(&device)?;
            let note = words_within(&note, 500, "What happened")?;
            Event::Slip { device, note: Private::new(SETTING, note) }
        }
        Command::DeleteSlip { device } => {
            if devices.active(&device)?.slips.is_empty() {
                return Err(Refused::NoRecording.into());
            }
            Event::SlipDeleted { device }
        }
        Command::Prepared(Prepared::Enrol { device, door, key_hash }) => {
            if devices.active(&device)?.particulars.owner != Owner::Setting {
                return Err(Refused::NotOurs.into());
            }
            Event::Enrolled { device, door, key_hash: words_within(&key_hash, 128, "The key")? }
        }
        Command::Revoke { device } => {
            if devices.active(&device)?.enrolled.is_none() {
                return Err(Refused::NotEnrolled.into());
            }
            Event::Revoked { device }
        }
    };
    Ok(vec![event])
}

/// A device that was retired is in use again; no other was given its name since.
fn reinstated(device: DeviceId, context: &Context<'_>) -> Result<Event, Refusal> {
    let devices = &context.state.devices;
    let gone = devices.all.get(&device).filter(|known| known.retired.is_some()).ok_or(Refused::NotRetired)?;
    let name = &gone.particulars.name;
    if devices.here().any(|(_, known)| known.particulars.name.eq_ignore_ascii_case(name)) {
        return Err(Refused::NameTaken { name: name.clone() }.into());
    }
    Ok(Event::Reinstated { device })
}

fn can(device: &Device, ability: &str, context: &Context<'_>) -> bool {
    let kind = context.state.devices.kind(&device.particulars.kind, &context.policy.catalogue);
    kind.is_some_and(|kind| kind.can.iter().any(|known| known == ability))
}

fn set_kind(
    kind: String,
    title: &str,
    can: Vec<String>,
    sim: bool,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    new_id(&kind, false, "a kind of device")?;
    if context.policy.catalogue.kinds.contains_key(&kind) {
        return Err(Refused::KindKnown.into());
    }
    let known: Vec<&String> = context.policy.catalogue.kinds.values().flat_map(|kind| &kind.can).collect();
    if let Some(wrong) = can.iter().find(|ability| !known.contains(ability)) {
        return Err(Refused::NoSuchAbility { wrong: wrong.to_string() }.into());
    }
    Ok(Event::KindSet { kind, title: words_within(title, 80, "The kind's name")?, can, sim })
}

fn set(device: DeviceId, mut particulars: Particulars, context: &Context<'_>) -> Result<Event, Refusal> {
    let state = context.state;
    new_id(device.as_str(), false, "a device")?;
    particulars.name = words_within(&particulars.name, 80, "The device's name")?;
    let Some(kind) = state.devices.kind(&particulars.kind, &context.policy.catalogue) else {
        return Err(Refused::NoSuchKind { kind: particulars.kind.to_string() }.into());
    };
    for (mark, what) in [
        (&mut particulars.make, "The maker"),
        (&mut particulars.model, "The model"),
        (&mut particulars.serial, "The serial number"),
    ] {
        *mark = if mark.trim().is_empty() { String::new() } else { words_within(mark, 80, what)? };
    }
    if particulars.administration && particulars.owner != Owner::Setting {
        return Err(Refused::AdministrationNotOurs.into());
    }
    let same = |(id, known): (&DeviceId, &Device)| {
        *id != device && known.particulars.name.eq_ignore_ascii_case(&particulars.name)
    };
    if state.devices.here().any(same) {
        return Err(Refused::NameTaken { name: particulars.name.to_string() }.into());
    }
    if particulars.sim && !kind.sim {
        return Err(Refused::NoSimSlot { kind: kind.title.to_string() }.into());
    }
    for place in particulars.store.iter().chain(&particulars.place) {
        if !state.places.all.contains_key(place) {
            return Err(Refused::NoSuchPlace.into());
        }
    }
    if let Some(person) = &particulars.responsible {
        state.people.active(person)?;
    }
    if let Owner::Person(person) = &particulars.owner {
        state.people.active(person)?;
    }
    let before = state.devices.all.get(&device);
    if particulars.sim && before.is_some_and(|known| !known.particulars.sim) {
        let question = Question {
            act: KnownAct::InsertSim.into(),
            device: Some(device.to_string()),
            ..Question::default()
        };
        question.require(context)?;
    }
    if particulars.setting_phone && particulars.owner != Owner::Setting {
        return Err(Refused::TelephoneNotOurs.into());
    }
    if particulars.setting_phone {
        // The policy may say what the setting's own telephone must not have: it is asked before it is registered.
        let mut facts = question_of_kind(&particulars, &kind);
        facts.setting_phone = true;
        facts.require(context)?;
    }
    Ok(Event::Set { device, particulars })
}

fn question_of_kind(particulars: &Particulars, kind: &DeviceKind) -> Question {
    Question {
        act: KnownAct::BringIntoUse.into(),
        device: Some(particulars.kind.clone()),
        can: Some(kind.can.clone()),
        owner: Some("setting".into()),
        ..Question::default()
    }
}

fn take(
    device: DeviceId,
    person: PersonId,
    purpose: String,
    supervisor: Option<PersonId>,
    off_premises: bool,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let known = state.devices.active(&device)?;
    state.people.active(&person)?;
    if let Some(supervisor) = &supervisor {
        // Whether they are in, and on the team, is a fact of the question: the policy's own clause then answers.
        state.people.active(supervisor)?;
    }
    let purpose = words_within(&purpose, 120, "The purpose")?;
    if let Some(out) = &known.out {
        return Err(Refused::OutAlready {
            name: known.particulars.name.to_string(),
            person: state.people.name(&out.person).to_string(),
            purpose: out.purpose.to_string(),
        }
        .into());
    }
    let mut question = Question {
        act: KnownAct::TakeOut.into(),
        who: Some(person.to_string()),
        device: Some(device.to_string()),
        purpose: Some(purpose.clone()),
        supervised_by: supervisor.clone(),
        ..Question::default()
    };
    question.require(context)?;
    if off_premises {
        question.act = "take-off-premises".into();
        question.require(context)?;
    }
    Ok(vec![Event::Taken { device, person, purpose, supervisor, off_premises }])
}
