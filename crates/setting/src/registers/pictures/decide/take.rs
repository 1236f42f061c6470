//! A picture comes in: what made it, for what, whether it may be made and taken in.

use crate::deciding::input::new_id;
use crate::deciding::refusal::Refusal;
use crate::reading::ask::question::Question;
use crate::reading::context::Context;
use crate::record::author::Author;
use crate::record::ids::{DeviceId, PersonId, PictureId};
use crate::record::moment::date_of;
use crate::record::private::Private;
use crate::registers::devices::event::Owner;
use crate::registers::pictures::command::Incoming;
use crate::registers::pictures::decide::parts::{named, once, sealed};
use crate::registers::pictures::event::{Event, Shot, Shows, Way};
use crate::registers::pictures::refused::Refused;
use crate::registers::pictures::source::device_of;
use belisha_policy::KnownAct;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

pub(crate) fn take_in(
    picture: PictureId,
    mut incoming: Incoming,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let state = context.state;
    incoming.children = once(incoming.children);
    incoming.adults = once(incoming.adults);
    new_id(picture.as_str(), state.pictures.all.contains_key(&picture), "a picture")?;
    if let Some(same) = state.pictures.same(&incoming.tag).and_then(|same| state.pictures.all.get(same)) {
        let by = state.people.name(&same.shot.person);
        return Err(
            Refused::KnownAlready { by: by.to_string(), day: date_of(same.shot.taken).to_string() }.into()
        );
    }
    named(&incoming.children, &incoming.adults, context)?;
    if incoming.shows == Shows::Children && incoming.children.is_empty() {
        return Err(Refused::NobodyTappedYet.into());
    }
    let Some(purpose) = context.policy.catalogue.purpose(&incoming.purpose) else {
        return Err(no_purpose(&incoming, context));
    };
    let person = match (&incoming.person, context.author) {
        (Some(person), _) | (None, Author::Person(person)) => person.clone(),
        _ => return Err(Refused::NoPerson.into()),
    };
    state.people.active(&person)?;
    let device = made_with(&incoming, &person, context)?;
    let now = context.now;
    let since = state.devices.all.get(&device).map(|known| known.since);
    let taken = incoming.taken.filter(|taken| believable(*taken, since, now));
    let word = context.policy.word_for(purpose);
    asked(&incoming, &person, Some(&device), &word, date_of(taken.unwrap_or(now)), context)?;
    let shot = Shot {
        kind: incoming.kind,
        shows: incoming.shows,
        way: if incoming.captured { Way::Captured } else { Way::Imported },
        purpose: purpose.id.clone(),
        children: incoming.children,
        adults: incoming.adults,
        device,
        person,
        place: incoming.place,
        taken: taken.unwrap_or(now),
        // A file that says no time that can be believed was not made just now for that.
        clock_wrong: !incoming.captured && taken.is_none(),
        computer: incoming.computer,
        width: incoming.width,
        height: incoming.height,
        orientation: incoming.orientation.clamp(1, 8),
    };
    if let Some(keep) = context.policy.keep(purpose)
        && let Some(by) = keep.after(date_of(shot.taken)).filter(|by| *by <= date_of(now))
    {
        return Err(Refused::TooOld { day: date_of(shot.taken).to_string(), by: by.to_string() }.into());
    }
    let (files, tag) = (sealed(&picture, incoming.files), Private::new(&picture, incoming.tag));
    Ok(Event::TakenIn { picture, shot: Box::new(shot), files, tag })
}

/// A picture comes with a purpose; the policy's own clause says so where it has one.
fn no_purpose(incoming: &Incoming, context: &Context<'_>) -> Refusal {
    let asked = Question {
        act: incoming.shows.act().into(),
        device: incoming.device.as_ref().map(ToString::to_string),
        purpose: Some(incoming.purpose.clone()),
        children: incoming.children.iter().map(ToString::to_string).collect(),
        ..Question::default()
    };
    match asked.require(context) {
        Err(refusal) if !incoming.purpose.trim().is_empty() => refusal,
        _ => {
            let known: Vec<&str> = (context.policy.catalogue.purposes.iter())
                .filter(|purpose| purpose.taken)
                .map(|purpose| purpose.title.as_str())
                .collect();
            Refused::NoPurpose { known: (belisha_policy::join_or(&known)).to_string() }.into()
        }
    }
}

/// The device of the setting's that made a picture. From anything else it is not taken in, and the policy's clause says
/// so.
fn made_with(incoming: &Incoming, person: &PersonId, context: &Context<'_>) -> Result<DeviceId, Refusal> {
    let state = context.state;
    if incoming.captured {
        let Some(device) = &incoming.device else {
            return Err(Refused::NoTablet.into());
        };
        let known = state.devices.active(device)?;
        if known.enrolled.is_none() || known.particulars.owner != Owner::Setting {
            return Err(Refused::NotEnrolled { name: known.particulars.name.to_string() }.into());
        }
        return Ok(device.clone());
    }
    if let Some((device, known)) = device_of(&incoming.mark, state) {
        if incoming.device.as_ref().is_some_and(|said| said != device) {
            return Err(Refused::MadeWith { device: known.particulars.name.to_string() }.into());
        }
        return Ok(device.clone());
    }
    // No device of the setting's: the question is asked as of somebody's own, so that the policy's clause answers.
    asked(incoming, person, None, &incoming.purpose, date_of(context.now), context)?;
    Err(Refused::UnknownDevice { made_with: unknown_device(incoming, context) }.into())
}

fn unknown_device(incoming: &Incoming, context: &Context<'_>) -> String {
    let alike = context.state.devices.settings().find(|(_, device)| {
        device.particulars.make.eq_ignore_ascii_case(incoming.mark.make.trim())
            && device.particulars.model.eq_ignore_ascii_case(incoming.mark.model.trim())
    });
    match alike {
        _ if incoming.mark.is_empty() => "The file does not say which device made it.".into(),
        Some((_, device)) => format!(
            "It was made with {}; {} is of that make, and its serial number on the register is {}.",
            incoming.mark.words(),
            device.particulars.name,
            if device.particulars.serial.is_empty() {
                "not on record"
            } else {
                device.particulars.serial.as_str()
            }
        ),
        None => format!(
            "It was made with {}, which is not on the register of the setting's devices.",
            incoming.mark.words()
        ),
    }
}

/// Asks the policy whether this picture, taken on `day`, may be made and taken in.
fn asked(
    incoming: &Incoming,
    person: &PersonId,
    device: Option<&DeviceId>,
    purpose: &str,
    day: Date,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    let children: Vec<String> = match incoming.shows {
        Shows::Children => incoming.children.iter().map(ToString::to_string).collect(),
        Shows::Work | Shows::Rooms => Vec::new(),
    };
    let making = Question {
        act: incoming.shows.act().into(),
        who: Some(person.to_string()),
        device: device.map(ToString::to_string),
        can: device.is_none().then(|| vec!["camera".to_owned()]),
        owner: device.is_none().then(|| "personal".to_owned()),
        place: incoming.place.as_ref().map(ToString::to_string),
        purpose: Some(purpose.to_owned()),
        nobody: incoming.shows != Shows::Children,
        children,
        day: Some(day),
        ..Question::default()
    };
    making.require(context).map_err(|refusal| told(refusal, device, incoming, context))?;
    let by = if let Author::Person(by) = context.author { by } else { person };
    let taking_in = Question {
        act: KnownAct::ImportPicture.into(),
        who: Some(by.to_string()),
        computer: if incoming.captured {
            None
        } else {
            Some(incoming.computer.as_ref().map_or(String::new(), ToString::to_string))
        },
        ..making
    };
    taking_in.require(context)
}

/// With what the file says of its device, where that is why it was refused.
fn told(refusal: Refusal, device: Option<&DeviceId>, incoming: &Incoming, context: &Context<'_>) -> Refusal {
    match refusal {
        Refusal::ByPolicy(mut answer) if device.is_none() => {
            answer.sum = Some(unknown_device(incoming, context));
            Refusal::ByPolicy(answer)
        }
        other => other,
    }
}

/// Not after now, by more than a day of time zones; not before the device was here, nor more than a year ago.
fn believable(taken: Timestamp, since: Option<jiff::civil::Date>, now: Timestamp) -> bool {
    let (day, today) = (date_of(taken), date_of(now));
    day <= today.saturating_add(1.days())
        && day >= today.saturating_sub(366.days())
        && since.is_none_or(|since| day >= since.saturating_sub(366.days()))
}
