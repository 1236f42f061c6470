//! What is due: computed from the policy's duties and what is on record, never stored.

use crate::reading::due::evidenced;
use crate::reading::due::item::Status;
use crate::record::moment::date_of;
use crate::record::occurrence::Occurrence;
use crate::record::state::State;
use crate::registers::day::state::Day;
use crate::registers::duties::event::Subject;
use crate::registers::duties::state::Done;
use crate::registers::permissions::standing;
use belisha_policy::{Catalogue, DutyInForce, Every, EvidencedBy, Per, RenewedBy, Trigger};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

/// How long something new may wait before a duty about it counts as overdue, in days.
const GRACE_DAYS: i32 = 14;

/// How long before its day a duty is shown, in days.
const AHEAD_DAYS: i32 = 14;

/// Whether a duty is on record and in date for a subject, passed or put right.
pub fn in_date(
    duty: &DutyInForce,
    subject: &Subject,
    state: &State,
    catalogue: &Catalogue,
    today: Date,
) -> bool {
    if let Some(by) = &duty.evidenced_by {
        let done = evidenced::evidenced_on(by, duty, subject, state, catalogue);
        return done.is_some_and(|on| duty.every.after(on).is_none_or(|next| next >= today));
    }
    state.duties.last(&duty.key, subject).is_some_and(|last| {
        let enough = match duty.every {
            Every::OpenDay | Every::DayOfUse => last.date() == today,
            Every::TimesADay(times) => last.date() == today && last.times_on_day >= times,
            Every::Term => {
                let begun = state.profile.terms.values().map(|(from, _)| *from).filter(|from| *from <= today);
                begun.max().is_none_or(|from| last.date() >= from)
            }
            Every::Once | Every::Period { .. } => true,
        };
        enough && last.passed && again(duty, last.date(), Some(last)).is_none_or(|next| next >= today)
    })
}

/// The day a duty done on `done` falls due again: its own, or that of the assessment behind it, whichever is first.
fn again(duty: &DutyInForce, done: Date, last: Option<&Done>) -> Option<Date> {
    duty.every.after(done).into_iter().chain(last.and_then(|last| last.review)).min()
}

/// Where a duty stands for one subject that has been here since `since`.
pub fn status(
    duty: &DutyInForce,
    subject: &Subject,
    since: Date,
    state: &State,
    catalogue: &Catalogue,
    now: Timestamp,
) -> Status {
    let today = date_of(now);
    let last = state.duties.last(&duty.key, subject);
    if let Some(last) = last.filter(|last| !last.passed) {
        return Status::Failed { on: last.date() };
    }
    if let Some(by) = at_once(duty, subject, last, state) {
        return if today > by { Status::Overdue { by } } else { Status::Due { by } };
    }
    if let Some(trigger) = duty.on {
        return after_event(trigger, duty, last, since, state, today);
    }
    match duty.every {
        Every::OpenDay if duty.renewed_by == Some(RenewedBy::CountOfDevices) => of_the_day(&state.day, today),
        Every::OpenDay => on_the_day(1, last, &state.day, today),
        Every::TimesADay(times) => on_the_day(times, last, &state.day, today),
        Every::Term => of_the_term(last, since, state, today),
        Every::DayOfUse => of_use(subject, last, state, today),
        Every::Once | Every::Period { .. } => {
            let done = match &duty.evidenced_by {
                Some(by) => evidenced::evidenced_on(by, duty, subject, state, catalogue),
                None => {
                    renewed(duty, subject, state).max(last.map(Done::date)).max(adopted_anew(duty, state))
                }
            };
            let by = match done {
                Some(done) => match again(duty, done, last) {
                    Some(next) if next > today.saturating_add(AHEAD_DAYS.days()) => {
                        return Status::Done { next: Some(next) };
                    }
                    Some(next) => next,
                    None => return Status::Done { next: None },
                },
                None => first(duty, since, state),
            };
            if done.is_none() && by > today.saturating_add(AHEAD_DAYS.days()) {
                Status::Done { next: Some(by) }
            } else if today > by {
                Status::Overdue { by }
            } else {
                Status::Due { by }
            }
        }
    }
}

/// A password that somebody knows who is no longer a holder is renewed the same day, whenever it was renewed last.
fn at_once(duty: &DutyInForce, subject: &Subject, last: Option<&Done>, state: &State) -> Option<Date> {
    if let (Some(EvidencedBy::PermissionNotices), Subject::Person(person)) = (&duty.evidenced_by, subject) {
        // Who must not be photographed is read the same day.
        return standing::waiting(person, state);
    }
    if let (Per::Occasion, Subject::Occasion(occasion)) = (duty.per, subject) {
        let known = state.occasions.all.get(occasion)?;
        return known.reminded.is_none().then_some(known.on);
    }
    let Subject::Mailbox(mailbox) = subject else { return None };
    state.channels.all.get(mailbox)?.known_since(last.map(|last| last.at))
}

/// The day by which something never done is to be done.
fn first(duty: &DutyInForce, since: Date, state: &State) -> Date {
    if duty.per == Per::Mailbox {
        // Its password was new on the day it was set down.
        return duty.every.after(since).unwrap_or(since);
    }
    let since = since.max(state.adoption.since().unwrap_or(since));
    let waiting = duty.evidenced_by.as_ref().and_then(|by| evidenced::waiting_since(by, state));
    let since = waiting.map_or(since, |waiting| since.max(waiting));
    if duty.from_adoption {
        return state.adoption.since().and_then(|adopted| duty.every.after(adopted)).unwrap_or(since);
    }
    let of_device = !matches!(
        duty.per,
        Per::Setting
            | Per::Person
            | Per::Team
            | Per::Login
            | Per::Place
            | Per::PhonePlace
            | Per::WatchPlace
            | Per::LinkedPolicy
            | Per::Child
            | Per::Friendship
            | Per::Journal
            | Per::Occasion
    );
    if let Some(grace) = &duty.grace {
        return grace.after(since).unwrap_or(since);
    }
    if of_device { since } else { since.saturating_add(GRACE_DAYS.days()) }
}

/// Adopting a further version is a review by itself.
fn adopted_anew(duty: &DutyInForce, state: &State) -> Option<Date> {
    (duty.from_adoption && state.adoption.versions.len() > 1).then(|| state.adoption.since()).flatten()
}

/// A new password or PIN renews a login by itself; where somebody has both, the older one counts.
fn renewed(duty: &DutyInForce, subject: &Subject, state: &State) -> Option<Date> {
    match (duty.renewed_by?, subject) {
        (RenewedBy::NewSecret, Subject::Person(person)) => {
            state.people.all.get(person)?.secrets_set.values().min().copied()
        }
        (RenewedBy::LookAtChannels, Subject::Setting) => state.channels.looked(),
        _ => None,
    }
}

fn of_the_day(day: &Day, today: Date) -> Status {
    match day.date {
        None => Status::Done { next: None },
        Some(date) if day.open && date == today => Status::Due { by: date },
        Some(date) if day.open || !day.counted => Status::Overdue { by: date },
        Some(_) => Status::Done { next: None },
    }
}

/// So many times on each day that the setting is open; a day that is over without them stays late until it is done again.
fn on_the_day(times: u32, last: Option<&Done>, day: &Day, today: Date) -> Status {
    let Some(date) = day.date else { return Status::Done { next: None } };
    let done = last.filter(|last| last.date() == date).map_or(0, |last| last.times_on_day);
    if done >= times {
        Status::Done { next: None }
    } else if day.open && date == today {
        Status::Due { by: date }
    } else {
        Status::Overdue { by: date }
    }
}

/// In each term; between terms nothing is asked. Where no terms are on record, a term is four months.
fn of_the_term(last: Option<&Done>, since: Date, state: &State, today: Date) -> Status {
    let terms = &state.profile.terms;
    if terms.is_empty() {
        let from = last.map_or(since, Done::date);
        let by = from.saturating_add(4.months());
        return match last {
            Some(_) if by > today.saturating_add(AHEAD_DAYS.days()) => Status::Done { next: Some(by) },
            _ if today > by => Status::Overdue { by },
            _ => Status::Due { by },
        };
    }
    // The latest term that has begun and in which it was asked.
    let begun = terms.values().filter(|(from, to)| *from <= today && *to >= since).max();
    let Some((from, to)) = begun else { return Status::Done { next: None } };
    if last.is_some_and(|last| last.date() >= *from) {
        let next = terms.values().map(|(from, _)| *from).filter(|from| *from > today).min();
        return Status::Done { next };
    }
    if today > *to { Status::Overdue { by: *to } } else { Status::Due { by: *to } }
}

/// After something that happened, within its time; the same day where none is said.
fn after_event(
    trigger: Trigger,
    duty: &DutyInForce,
    last: Option<&Done>,
    since: Date,
    state: &State,
    today: Date,
) -> Status {
    let since = since.max(state.adoption.since().unwrap_or(since));
    let within = |from: Date| duty.within.as_ref().and_then(|within| within.after(from)).unwrap_or(from);
    let wanted_since = match occurrence(trigger) {
        // It happened once, to this subject, on that day.
        None => last.is_none_or(|last| last.date() < since).then_some(since),
        Some(occurrence) => {
            let done = last.map(|last| last.at);
            let first = state.occurrences.first_after(occurrence, done).map(date_of);
            first.filter(|date| *date >= since)
        }
    };
    match wanted_since.map(within) {
        None => Status::Done { next: None },
        Some(by) if today > by => Status::Overdue { by },
        Some(by) => Status::Due { by },
    }
}

/// What the log remembers by time; nothing where it happens to a subject of a register.
fn occurrence(trigger: Trigger) -> Option<Occurrence> {
    match trigger {
        Trigger::VisitorComes => Some(Occurrence::VisitorCame),
        Trigger::OutingLeaves => Some(Occurrence::OutingLeft),
        Trigger::OutingReturns => Some(Occurrence::OutingBack),
        Trigger::PictureTaken => Some(Occurrence::PictureTaken),
        Trigger::PostPublished => Some(Occurrence::PostPublished),
        Trigger::EventOver => Some(Occurrence::OccasionOver),
        Trigger::PersonJoins
        | Trigger::PersonLeaves
        | Trigger::ChildJoins
        | Trigger::ChildLeaves
        | Trigger::DeviceComes
        | Trigger::DeviceGoes => None,
    }
}

fn of_use(subject: &Subject, last: Option<&Done>, state: &State, today: Date) -> Status {
    let Subject::Device(device) = subject else { return Status::Done { next: None } };
    let used = state.devices.all.get(device).and_then(|device| device.used);
    match used {
        Some(at) if last.is_none_or(|last| last.at < at) => {
            let used = date_of(at);
            if used < today || state.day.closed_on(used) {
                Status::Overdue { by: used }
            } else {
                Status::Due { by: used }
            }
        }
        _ => Status::Done { next: None },
    }
}
