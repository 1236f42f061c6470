//! Everything the duties of a policy ask, the most pressing first.

use crate::reading::due::item::{Item, Status};
use crate::reading::due::status::{self, status};
use crate::reading::due::subjects::subjects;
use crate::reading::names::subject_name;
use crate::record::moment::date_of;
use crate::record::state::State;
use crate::registers::assessments::upcoming;
use crate::registers::duties::event::Subject;
use belisha_policy::{DutyInForce, Per, Policy};
use jiff::Timestamp;
use jiff::civil::Date;

/// Everything the policy's duties ask, done or not, the most pressing first.
pub fn all(state: &State, policy: &Policy, now: Timestamp) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for duty in &policy.duties {
        if policy.of_control(duty.control()).any(|adoption| adoption.not_yet.is_some())
            && duty.per == Per::Family
        {
            continue;
        }
        let today = date_of(now);
        let over = duty.until.is_some_and(|until| today > until);
        if duty.optional || over || duty.since.is_some_and(|since| today < since) {
            continue;
        }
        for (subject, since) in subjects(duty, state, policy) {
            let status = status(duty, &subject, since, state, &policy.catalogue, now);
            let known = items.iter_mut().find(|item| item.duty == *duty.key && item.subject == subject);
            if let Some(item) = known {
                if rank(&status) < rank(&item.status) {
                    item.status = status;
                }
                item.clauses.push(duty.clause.to_string());
                continue;
            }
            items.push(Item {
                duty: duty.key.to_string(),
                does: words(&duty.does, &subject, state),
                subject,
                clauses: vec![duty.clause.to_string()],
                status,
                who: duty.who.clone(),
                finds: duty.finds,
                every: how_often(duty),
                note: duty.note,
                renewed_by: duty.renewed_by,
            });
        }
    }
    items.extend(upcoming::due(state, policy, date_of(now)));
    items.sort_by_key(|item| rank(&item.status));
    items
}

/// What is so or not without anybody being asked for it: facts, and evidence of what is done by hand. Each with whether it
/// is on record and in date.
pub fn facts(state: &State, policy: &Policy, now: Timestamp) -> Vec<(Item, bool)> {
    let today = date_of(now);
    let optional = policy.duties.iter().filter(|duty| duty.optional);
    let of_duty = |duty: &DutyInForce| -> Vec<(Item, bool)> {
        let of_subject = |(subject, _): (Subject, Date)| {
            let is_so = status::in_date(duty, &subject, state, &policy.catalogue, today);
            let last = state.duties.last(&duty.key, &subject).filter(|_| is_so);
            let next = last.and_then(|last| duty.every.after(last.date()));
            let item = Item {
                duty: duty.key.to_string(),
                does: words(&duty.does, &subject, state),
                subject,
                clauses: vec![duty.clause.to_string()],
                status: Status::Done { next },
                who: duty.who.clone(),
                finds: false,
                every: how_often(duty),
                note: duty.note,
                renewed_by: None,
            };
            (item, is_so)
        };
        subjects(duty, state, policy).into_iter().map(of_subject).collect()
    };
    optional.flat_map(of_duty).collect()
}

fn how_often(duty: &DutyInForce) -> String {
    match (duty.on, &duty.within) {
        (None, _) => duty.every.to_string(),
        (Some(on), None) => format!("the same day, when: {}", on.words()),
        (Some(on), Some(within)) => {
            let within = within.to_string();
            format!("within {}, when: {}", within.trim_start_matches("every "), on.words())
        }
    }
}

fn words(does: &str, subject: &Subject, state: &State) -> String {
    let number = if state.profile.number.is_empty() { "not on record yet" } else { &state.profile.number };
    does.replace("{subject}", &subject_name(subject, state)).replace("{number}", number)
}

/// What wants doing now or soon.
pub fn open(state: &State, policy: &Policy, now: Timestamp) -> Vec<Item> {
    all(state, policy, now).into_iter().filter(Item::open).collect()
}

fn rank(status: &Status) -> (u8, Option<Date>) {
    match status {
        Status::Failed { on } => (0, Some(*on)),
        Status::Overdue { by } => (1, Some(*by)),
        Status::Due { by } => (2, Some(*by)),
        Status::Done { next } => (3, *next),
    }
}
