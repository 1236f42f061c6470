//! What is wrong now: what the policy has the program look out for.

use crate::day::{Item as Kept, PutAway};
use crate::devices::{Device, Owner};
use crate::ids::DeviceId;
use crate::moment::date_of;
use crate::state::State;
use belisha_policy::{Adoption, Policy, Watch};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

/// Something that is not as the policy has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alarm {
    /// What was looked for.
    #[serde(skip)]
    pub watch: Watch,
    /// The clauses it is about.
    pub clauses: Vec<String>,
    /// The id of whom or what it is about.
    pub about: String,
    /// What is wrong, in words.
    pub words: String,
}

/// Of whom or what something is wrong, and the words.
pub(crate) type Found = (String, String);

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
                    format!("{} was told something personal: delete that recording now.", device.is.name),
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
                    (None, _) => format!("{} found on {child} is not locked away yet.", find.what.words()),
                    (Some(_), true) => {
                        format!("{} found on {child} was not handed to a parent.", find.what.words())
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
            .map(|(id, visit)| (id.to_string(), format!("{} has not signed out.", visit.is.name.words())))
            .collect(),
        Watch::Mailboxes => crate::channels::mailbox_watch(adoption, state, policy),
        Watch::OfficialPages => crate::channels::pages_watch(adoption, state, policy),
        Watch::Posts => empty_posts(adoption, state, policy),
        Watch::AssessmentsOverdue => crate::assessments::overdue(state, today),
        Watch::VisitorsAtClose => Vec::new(),
        Watch::GalleryNotEmptied => crate::pictures::gallery(state, policy),
        Watch::PicturesPastDate => crate::pictures::past_date(state, policy, today),
        Watch::PicturesAgainstPermission => crate::pictures::against_permission(state, policy),
        Watch::Filter => crate::internet::watch(state, policy),
        Watch::SimlessPhones => crate::pictures::simless(adoption, state, policy, closed),
    }
}

fn not_put_away(
    item: Kept,
    what: &str,
    adoption: &Adoption,
    state: &State,
    policy: &Policy,
    now: Timestamp,
) -> Vec<Found> {
    if !state.day.open_on(date_of(now)) {
        return Vec::new();
    }
    let states = adoption.params.get("state").or_else(|| adoption.params.get("mode"));
    let asks = |word: &str| states.is_some_and(|states| states.iter().any(|state| state.contains(word)));
    // "Silent" is never better than "off", and anything stored is both.
    let (off, silent) = (asks("off") || asks("silent"), asks("silent"));
    let disconnected = asks("disconnected");
    let enough = |put: &PutAway| match put {
        PutAway::Stored(_) | PutAway::None => true,
        PutAway::Off => off,
        PutAway::Silent => silent,
        PutAway::Disconnected => disconnected,
    };
    let adopts = |control: &str| policy.of_control(control).next().is_some();
    let (by_agreement, acts) = (adopts("phones.exceptional-agreement"), ["use", "call", "carry"]);
    let excepted = |person: &crate::PersonId| {
        by_agreement && state.exceptions.held_by(person, now).any(|there| acts.contains(&there.act.as_str()))
    };
    let breaks = adopts(if item == Kept::Phone { "phones.breaks" } else { "watches.breaks" });
    let outings = adopts("phones.outing-personal") || adopts("watches.outings");
    state
        .day
        .people
        .iter()
        .filter(|(id, presence)| {
            let team = state.people.all.get(*id).is_some_and(|person| person.is("team", &policy.catalogue));
            let resting = breaks && presence.on_break.is_some();
            let away = outings && state.outings.has(id);
            let put_away = presence.put.get(&item).is_some_and(enough);
            team && !resting && !away && !put_away && !excepted(id)
        })
        .map(|(id, _)| (id.to_string(), format!("{} has not put a {what} away.", state.people.name(id))))
        .collect()
}

/// Whether a device should be in its store and is not: out after the close, out since an earlier day, or missed in a count.
fn gone(id: &DeviceId, device: &Device, state: &State, today: Date, closed: bool) -> bool {
    let out = device.out.as_ref().is_some_and(|out| closed || date_of(out.since) < today);
    out || state.day.missing.contains(id)
}

fn not_back(adoption: &Adoption, state: &State, today: Date, closed: bool) -> Vec<Found> {
    let kinds = adoption.params.get("kinds").filter(|kinds| !kinds.is_empty());
    state
        .devices
        .settings()
        .filter(|(id, device)| {
            let covered = kinds.is_none_or(|kinds| kinds.contains(&device.is.kind));
            covered && gone(id, device, state, today, closed)
        })
        .map(|(id, device)| {
            let who = device.out.as_ref().map(|out| format!(": {} took it", state.people.name(&out.person)));
            (
                id.to_string(),
                format!("{} is not back in its store{}.", device.is.name, who.unwrap_or_default()),
            )
        })
        .collect()
}

fn off_premises(
    adoption: &Adoption,
    state: &State,
    policy: &Policy,
    today: Date,
    closed: bool,
) -> Vec<Found> {
    let kinds = adoption.params.get("kinds").map_or(&[][..], Vec::as_slice);
    let named = |word: &str| kinds.iter().any(|kind| kind == word);
    let calls = |kind: &str| {
        let kind = state.devices.kind(kind, &policy.catalogue);
        kind.is_some_and(|kind| kind.can.iter().any(|ability| ability == "calls"))
    };
    state
        .devices
        .settings()
        .filter(|(id, device)| {
            let covered =
                kinds.is_empty() || named(&device.is.kind) || (named("phone") && calls(&device.is.kind));
            covered && gone(id, device, state, today, closed)
        })
        .map(|(id, device)| {
            (id.to_string(), format!("{} may be off the premises: it is not back.", device.is.name))
        })
        .collect()
}

fn left_on(state: &State, policy: &Policy, today: Date, closed: bool) -> Vec<Found> {
    state
        .devices
        .here()
        .filter(|(_, device)| {
            let kind = state.devices.kind(&device.is.kind, &policy.catalogue);
            let listens = kind.is_some_and(|kind| kind.can.iter().any(|ability| ability == "assistant"));
            let put_back = device.out.is_none() && device.used.is_some();
            let earlier = device.out.as_ref().is_some_and(|out| date_of(out.since) < today);
            listens
                && device.is.owner == Owner::Setting
                && !device.off_at_mains
                && (closed || put_back || earlier)
        })
        .map(|(id, device)| (id.to_string(), format!("{} is not switched off at the mains.", device.is.name)))
        .collect()
}

fn empty_posts(adoption: &Adoption, state: &State, policy: &Policy) -> Vec<Found> {
    let posts = adoption.params.get("posts").cloned().unwrap_or_default();
    let title =
        |post: &String| policy.catalogue.roles.get(post).map_or(post.clone(), |role| role.title.clone());
    let mut found: Vec<Found> = posts
        .iter()
        .filter(|post| state.people.holders(post).next().is_none())
        .map(|post| (post.clone(), format!("Nobody is {}: name somebody.", title(post))))
        .collect();
    let number =
        adoption.params.get("number").and_then(|words| words.first()?.parse::<usize>().ok()).unwrap_or(1);
    let holders = state
        .people
        .here()
        .filter(|(_, person)| posts.iter().any(|post| person.roles.contains(post)))
        .count();
    if found.is_empty() && holders < number {
        found.push((
            "posts".into(),
            format!("The policy asks for {number} people in these posts; there is {holders}."),
        ));
    }
    found
}
