//! What is due: computed from the policy's duties and what is on record, never stored.

use crate::reading::due::evidenced;
use crate::reading::due::item::Status;
use crate::record::moment::date_of;
use crate::record::state::State;
use crate::registers::day::state::Day;
use crate::registers::duties::event::Subject;
use crate::registers::duties::state::Done;
use crate::registers::permissions::standing;
use belisha_policy::{Catalogue, DutyInForce, Every, EvidencedBy, Per, RenewedBy};
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
        last.passed && again(duty, last.date(), Some(last)).is_none_or(|next| next >= today)
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
    match duty.every {
        Every::OpenDay => of_the_day(&state.day, today),
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
