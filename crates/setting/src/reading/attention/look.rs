//! What is wrong now: what the policy has the program look out for.

use crate::reading::attention::alarm::{Alarm, Found};
use crate::reading::attention::devices::{left_on, not_back, off_premises};
use crate::reading::attention::posts::empty_posts;
use crate::reading::attention::put_away::not_put_away;
use crate::reading::internet::watch as internet;
use crate::record::moment::date_of;
use crate::record::state::State;
use crate::registers::assessments::upcoming;
use crate::registers::channels::watch;
use crate::registers::day::event::Item as Kept;
use crate::registers::pictures::watch as watch_watch;
use belisha_policy::{Adoption, Policy, Watch};
use jiff::Timestamp;

/// Everything that is wrong now.
pub fn all(state: &State, policy: &Policy, now: Timestamp) -> Vec<Alarm> {
    let mut alarms: Vec<Alarm> = Vec::new();
    for adoption in &policy.adoptions {
        for watch in &adoption.watches {
            for (about, words) in look(*watch, adoption, state, policy, now) {
                let known = alarms.iter_mut().find(|alarm| alarm.watch == *watch && alarm.about == about);
                match known {
                    Some(alarm) if !alarm.clauses.iter().any(|clause| **clause == *adoption.clause) => {
                        alarm.clauses.push(adoption.clause.to_string());
                    }
                    Some(_) => {}
                    None => alarms.push(Alarm {
                        watch: *watch,
                        clauses: vec![adoption.clause.to_string()],
                        about,
                        words,
                    }),
                }
            }
        }
    }
    alarms
}

/// What one adoption's watch finds: about whom or what, and the words.
pub(crate) fn look(
    watch: Watch,
    adoption: &Adoption,
    state: &State,
    policy: &Policy,
    now: Timestamp,
) -> Vec<Found> {
    let today = date_of(now);
    let closed = state.day.closed_on(today) || state.day.date.is_some_and(|date| date < today);
    match watch {
        Watch::PhonesNotPutAway => not_put_away(Kept::Phone, "phone", adoption, state, policy, now),
        Watch::WatchesNotPutAway => not_put_away(Kept::Watch, "smartwatch", adoption, state, policy, now),
        Watch::DevicesNotBack => not_back(adoption, state, today, closed),
        Watch::OffPremisesAtClose => off_premises(adoption, state, policy, today, closed),
        Watch::AssistantLeftOn => left_on(state, policy, today, closed),
        Watch::AssistantSlips => state
            .devices
            .here()
            .filter(|(_, device)| !device.slips.is_empty())
            .map(|(id, device)| {
                (
                    id.to_string(),
                    format!(
                        "{} was told something personal: delete that recording now.",
                        device.particulars.name
                    ),
                )
            })
            .collect(),
        Watch::ChildDeviceNotHandedOver => state
            .finds
            .open
            .iter()
            .filter_map(|(id, find)| {
                let child = state.children.name(&find.child);
                let words = match (&find.locked, closed) {
                    (None, _) => format!("{} found on {child} is not locked away yet.", find.item.words()),
                    (Some(_), true) => {
                        format!("{} found on {child} was not handed to a parent.", find.item.words())
                    }
                    (Some(_), false) => return None,
                };
                Some((id.to_string(), words))
            })
            .collect(),
        Watch::VisitorsAtClose if closed => state
            .visitors
            .here
            .iter()
            .map(|(id, visit)| {
                (id.to_string(), format!("{} has not signed out.", visit.arrival.name.words()))
            })
            .collect(),
        Watch::Mailboxes => watch::mailbox_watch(adoption, state, policy),
        Watch::OfficialPages => watch::pages_watch(adoption, state, policy),
        Watch::Posts => empty_posts(adoption, state, policy),
        Watch::AssessmentsOverdue => upcoming::overdue(state, today),
        Watch::VisitorsAtClose => Vec::new(),
        Watch::GalleryNotEmptied => watch_watch::gallery(state, policy),
        Watch::PicturesPastDate => watch_watch::past_date(state, policy, now),
        Watch::PicturesAgainstPermission => watch_watch::against_permission(state, policy),
        Watch::Filter => internet::watch(state, policy),
        Watch::SimlessPhones => watch_watch::simless(adoption, state, policy, closed),
    }
}
