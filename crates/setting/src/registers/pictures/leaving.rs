//! Which pictures go by themselves on their day: what was seen to be due twice, a day apart, and not many at once. A wrong
//! date, however it came about, then costs nothing that cannot be had back.

use crate::record::ids::PictureId;
use crate::record::moment::date_of;
use crate::record::state::State;
use crate::registers::pictures::event::EraseReason;
use crate::registers::pictures::retention::erase_by;
use crate::registers::pictures::state::Picture;
use belisha_policy::Policy;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};

/// How many days before its day a picture is looked at first: over a weekend nobody switches the computer on.
const SEEN_DAYS_BEFORE: i32 = 3;
/// How long at least lies between the two looks, in hours.
const BETWEEN_LOOKS_HOURS_MIN: i64 = 24;
/// A first look is forgotten after this long, in days.
const LOOK_DAYS_MAX: i64 = 14;
/// So many may go by themselves within a day, however few there are.
const BY_THEMSELVES_MIN: usize = 5;
/// And so many of a hundred of those that are kept.
const BY_THEMSELVES_PERCENT: usize = 10;

fn due_by<'a>(
    state: &'a State,
    policy: &'a Policy,
    day: Date,
) -> impl Iterator<Item = (&'a PictureId, &'a Picture)> {
    let due = move |picture: &Picture| erase_by(picture, state, policy).is_some_and(|by| by <= day);
    state.pictures.here().filter(move |(_, picture)| due(picture))
}

fn soon(now: Timestamp) -> Date {
    date_of(now).saturating_add(SEEN_DAYS_BEFORE.days())
}

/// Whether a first look still counts.
fn is_fresh(seen: Timestamp, now: Timestamp) -> bool {
    now.duration_since(seen) <= SignedDuration::from_hours(24 * LOOK_DAYS_MAX)
}

/// The pictures whose day comes soon and that nobody saw yet.
pub(crate) fn unseen(state: &State, policy: &Policy, now: Timestamp) -> Vec<PictureId> {
    let unseen = |picture: &Picture| picture.due_seen.is_none_or(|seen| !is_fresh(seen, now));
    due_by(state, policy, soon(now))
        .filter(|(_, picture)| unseen(picture))
        .map(|(id, _)| id.clone())
        .collect()
}

/// How many may still go by themselves today.
fn room(state: &State, now: Timestamp) -> usize {
    let day = SignedDuration::from_hours(24);
    let lately = |picture: &&Picture| {
        picture.erased.is_some_and(|(why, at)| {
            why == EraseReason::Due && !picture.let_go && now.duration_since(at) < day
        })
    };
    let gone = state.pictures.all.values().filter(lately).count();
    let kept = state.pictures.retained.len() + gone;
    (kept * BY_THEMSELVES_PERCENT / 100).max(BY_THEMSELVES_MIN).saturating_sub(gone)
}

/// What is erased now: seen to be due a day ago and due still. All of it, or, where that is more than goes by itself,
/// those alone to which somebody said yes.
pub(crate) fn leaving(state: &State, policy: &Policy, now: Timestamp) -> Vec<PictureId> {
    let seen = |picture: &Picture| {
        picture.due_seen.is_some_and(|seen| {
            let between = now.duration_since(seen);
            between >= SignedDuration::from_hours(BETWEEN_LOOKS_HOURS_MIN) && is_fresh(seen, now)
        })
    };
    let due: Vec<_> = due_by(state, policy, date_of(now)).filter(|(_, picture)| seen(picture)).collect();
    let alone = due.iter().filter(|(_, picture)| !picture.let_go).count();
    let all = alone <= room(state, now);
    due.into_iter().filter(|(_, picture)| all || picture.let_go).map(|(id, _)| id.clone()).collect()
}

/// The pictures whose day comes soon and that are too many to go by themselves: somebody who leads looks at them and
/// says yes, or finds that the date is wrong.
pub fn awaiting_yes(state: &State, policy: &Policy, now: Timestamp) -> Vec<PictureId> {
    let waiting: Vec<PictureId> = due_by(state, policy, soon(now))
        .filter(|(_, picture)| !picture.let_go)
        .map(|(id, _)| id.clone())
        .collect();
    if waiting.len() <= room(state, now) { Vec::new() } else { waiting }
}

/// Whether a picture's day comes soon.
pub(crate) fn is_due_soon(picture: &Picture, state: &State, policy: &Policy, now: Timestamp) -> bool {
    erase_by(picture, state, policy).is_some_and(|by| by <= soon(now))
}
