//! What is due: computed from the policy's duties and what is on record, never stored.

use crate::day::Day;
use crate::devices::{Device, Owner};
use crate::duties::{Done, Subject};
use crate::ids::DeviceId;
use crate::kept;
use crate::moment::date_of;
use crate::people::Person;
use crate::state::State;
use belisha_policy::{DutyInForce, Every, KeptBy, Per, Policy};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::Serialize;

/// How long something new may wait before a duty about it counts as overdue, in days.
const GRACE_DAYS: i32 = 14;
/// How long before its day a duty is shown, in days.
const AHEAD_DAYS: i32 = 14;

/// Where a duty stands for one subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// On record, and not due yet.
    Done {
        /// When it falls due again.
        next: Option<Date>,
    },
    /// To be done by this day.
    Due {
        /// The day.
        by: Date,
    },
    /// It should have been done by this day.
    Overdue {
        /// The day.
        by: Date,
    },
    /// A check failed and nothing has been put right.
    Failed {
        /// The day of the check.
        on: Date,
    },
}

/// One thing to be done for one subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// `control/duty`.
    pub duty: String,
    /// For whom or what.
    pub subject: Subject,
    /// What is done, in words.
    pub does: String,
    /// The clauses that ask for it.
    pub clauses: Vec<String>,
    /// Where it stands.
    pub status: Status,
    /// Which roles do it; empty: anyone on the team, or the person themself.
    pub who: Vec<String>,
    /// Whether its result can be "failed".
    pub finds: bool,
    /// How often.
    pub every: String,
    /// Whether something must be written down.
    pub note: bool,
}

impl Item {
    /// Whether it wants doing now.
    pub fn open(&self) -> bool {
        !matches!(self.status, Status::Done { .. })
    }
}

/// Everything the policy's duties ask, done or not, the most pressing first.
pub fn all(state: &State, policy: &Policy, now: Timestamp) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for duty in &policy.duties {
        if policy.of_control(control_of(duty)).any(|adoption| adoption.not_yet.is_some())
            && duty.per == Per::Family
        {
            continue;
        }
        for (subject, since) in subjects(duty, state, policy) {
            let status = status(duty, &subject, since, state, now);
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
                every: duty.every.to_string(),
                note: duty.note,
            });
        }
    }
    items.extend(crate::assessments::due(state, policy, date_of(now)));
    items.sort_by_key(|item| rank(&item.status));
    items
}

fn words(does: &str, subject: &Subject, state: &State) -> String {
    let number = if state.profile.number.is_empty() { "not on record yet" } else { &state.profile.number };
    does.replace("{subject}", &subject_name(subject, state)).replace("{number}", number)
}

/// Whether a duty is one that is asked for a subject. An assessment may also be made of a place or a kind that nobody
/// has asked about yet.
pub fn asked_for(duty: &DutyInForce, subject: &Subject, state: &State, policy: &Policy) -> bool {
    let beforehand = matches!(
        (duty.per, subject),
        (Per::DeclaredDevice, Subject::Device(_))
            | (Per::PhonePlace | Per::WatchPlace | Per::Place, Subject::Place(_))
            | (Per::Kind, Subject::Kind(_))
    );
    beforehand || subjects(duty, state, policy).iter().any(|(there, _)| there == subject)
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

fn control_of(duty: &DutyInForce) -> &str {
    duty.key.split('/').next().unwrap_or_default()
}

/// Whether a duty is on record and in date for a subject, passed or put right.
pub fn in_date(duty: &DutyInForce, subject: &Subject, state: &State, today: Date) -> bool {
    if let Some(by) = &duty.kept_by {
        let done = kept::on(by, duty, subject, state);
        return done.is_some_and(|on| duty.every.after(on).is_none_or(|next| next >= today));
    }
    state.duties.last(&duty.key, subject).is_some_and(|last| {
        last.passed && again(duty, last.on(), Some(last)).is_none_or(|next| next >= today)
    })
}

/// The day a duty done on `done` falls due again: its own, or that of the assessment behind it, whichever is first.
fn again(duty: &DutyInForce, done: Date, last: Option<&Done>) -> Option<Date> {
    duty.every.after(done).into_iter().chain(last.and_then(|last| last.review)).min()
}

/// Where a duty stands for one subject that has been here since `since`.
pub fn status(duty: &DutyInForce, subject: &Subject, since: Date, state: &State, now: Timestamp) -> Status {
    let today = date_of(now);
    let last = state.duties.last(&duty.key, subject);
    if let Some(last) = last.filter(|last| !last.passed) {
        return Status::Failed { on: last.on() };
    }
    if let Some(by) = at_once(duty, subject, last, state) {
        return if today > by { Status::Overdue { by } } else { Status::Due { by } };
    }
    match duty.every {
        Every::OpenDay => of_the_day(&state.day, today),
        Every::DayOfUse => of_use(subject, last, state, today),
        Every::Once | Every::Period { .. } => {
            let done = match &duty.kept_by {
                Some(by) => kept::on(by, duty, subject, state),
                None => renewed(duty, subject, state).max(last.map(Done::on)).max(adopted_anew(duty, state)),
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
    if let (Some(KeptBy::PermissionNotices), Subject::Person(person)) = (&duty.kept_by, subject) {
        // Who must not be photographed is read the same day.
        return crate::permissions::waiting(person, state);
    }
    if let (Per::Occasion, Subject::Occasion(occasion)) = (duty.per, subject) {
        let there = state.occasions.all.get(occasion)?;
        return there.reminded.is_none().then_some(there.on);
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
    let waiting = duty.kept_by.as_ref().and_then(|by| kept::waiting_since(by, state));
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
    match (duty.per, subject) {
        (Per::Login, Subject::Person(person)) => {
            state.people.all.get(person)?.secrets_set.values().min().copied()
        }
        (Per::Setting, Subject::Setting) if *duty.key == *"email.official-accounts/look" => {
            state.channels.looked()
        }
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

/// For whom and what a duty is asked, each with the day since which it is here.
pub fn subjects(duty: &DutyInForce, state: &State, policy: &Policy) -> Vec<(Subject, Date)> {
    let Some(founded) = state.profile.founded.map(date_of) else { return Vec::new() };
    let devices = |wanted: &dyn Fn(&Device, &[String]) -> bool| -> Vec<(Subject, Date)> {
        let can =
            |device: &Device| state.devices.kind(&device.is.kind, &policy.catalogue).map(|kind| kind.can);
        state
            .devices
            .settings()
            .filter(|(_, device)| wanted(device, &can(device).unwrap_or_default()))
            .map(|(id, device)| (Subject::Device(id.clone()), device.since))
            .collect()
    };
    let people = |wanted: &dyn Fn(&Person) -> bool| -> Vec<(Subject, Date)> {
        let here = state.people.here().filter(|(_, person)| wanted(person));
        here.map(|(id, person)| (Subject::Person(id.clone()), person.since)).collect()
    };
    if !kept::has_device(duty, state, &policy.catalogue) {
        return Vec::new();
    }
    let able = |can: &[String], ability: &str| can.iter().any(|there| there == ability);
    match duty.per {
        Per::Setting => vec![(Subject::Setting, founded)],
        Per::Person if duty.of.is_empty() => people(&|person| in_scope(person, policy)),
        Per::Person => people(&|person| kept::asks(duty, person, policy)),
        Per::Team => {
            people(&|person| person.is("team", &policy.catalogue) && kept::asks(duty, person, policy))
        }
        Per::DeclaredDevice => kept::declared(duty, state),
        Per::Login => people(&|person| {
            person.is("team", &policy.catalogue) || person.password.is_some() || person.pin.is_some()
        }),
        Per::Device => devices(&|_, _| true),
        Per::Computer => devices(&|_, can| able(can, "computer")),
        Per::OnlineDevice => devices(&|_, can| able(can, "internet")),
        Per::ChildrensDevice => devices(&|device, _| device.is.for_children),
        Per::SecondHand => devices(&|device, _| device.is.second_hand),
        Per::Assistant => devices(&|_, can| able(can, "assistant")),
        Per::SettingPhone => devices(&|device, _| device.is.setting_phone),
        Per::Place => places(state, |_| true),
        Per::PhonePlace => break_places(state, policy, "phones.breaks"),
        Per::WatchPlace => break_places(state, policy, "watches.breaks"),
        Per::Kind => {
            let kinds = state.devices.kinds.iter();
            kinds.map(|(kind, own)| (Subject::Kind(kind.clone()), own.since)).collect()
        }
        Per::LinkedPolicy => duty
            .params
            .get("policies")
            .into_iter()
            .flatten()
            .map(|policy| (Subject::Policy(policy.clone()), founded))
            .collect(),
        Per::Child => {
            let here = state.children.here();
            here.map(|(id, child)| (Subject::Child(id.clone()), child.since)).collect()
        }
        Per::Mailbox => {
            let here = state.channels.mailboxes();
            here.map(|(id, mailbox)| (Subject::Mailbox(id.clone()), mailbox.since)).collect()
        }
        Per::Family => Vec::new(),
        Per::Friendship => state
            .friendships
            .here()
            .map(|(id, there)| (Subject::Friendship(id.clone()), date_of(there.declared)))
            .collect(),
        Per::Occasion => {
            let here = state.occasions.here();
            here.map(|(id, there)| (Subject::Occasion(id.clone()), date_of(there.since))).collect()
        }
        Per::Journal => state
            .tools
            .here()
            .filter(|(_, tool)| tool.kind == crate::tools::Kind::Journal)
            .map(|(id, tool)| (Subject::Tool(id.clone()), tool.since))
            .collect(),
    }
}

fn places(state: &State, wanted: impl Fn(&crate::places::Place) -> bool) -> Vec<(Subject, Date)> {
    let places = state.places.all.iter().filter(|(_, place)| wanted(place));
    places.map(|(id, place)| (Subject::Place(id.clone()), place.since)).collect()
}

/// The places where the policy lets things be used on a break; those without children when it names none.
fn break_places(state: &State, policy: &Policy, control: &str) -> Vec<(Subject, Date)> {
    let named: Vec<&String> =
        policy.of_control(control).flat_map(|adoption| adoption.params.get("places")).flatten().collect();
    places(state, |place| {
        if named.is_empty() { !place.children && !place.store } else { named.contains(&&place.kind) }
    })
}

/// Whether somebody is asked to sign: everyone the policy says it covers who works here.
pub fn in_scope(person: &Person, policy: &Policy) -> bool {
    let words: Vec<&String> = policy
        .of_control("governance.scope")
        .flat_map(|adoption| adoption.params.get("who"))
        .flatten()
        .collect();
    let here =
        ["staff", "team", "volunteer", "student", "committee", "trustee", "bank", "sessional", "manager"];
    let named: Vec<String> =
        words.into_iter().filter(|word| here.contains(&word.as_str())).cloned().collect();
    named.is_empty() || person.is_any(&named, &policy.catalogue) || person.is("team", &policy.catalogue)
}

/// A subject's name, for a sentence.
pub fn subject_name(subject: &Subject, state: &State) -> String {
    match subject {
        Subject::Setting => "the setting".to_owned(),
        Subject::Person(person) => state.people.name(person),
        Subject::Device(device) => state.devices.name(device),
        Subject::Place(place) => format!("the {}", state.places.name(place)),
        Subject::Child(child) => state.children.name(child),
        Subject::Kind(kind) => {
            state.devices.kinds.get(kind).map_or_else(|| kind.clone(), |own| own.title.clone())
        }
        Subject::Policy(policy) => policy.clone(),
        // Whose it is stands on its own page alone, for those whom the policy names.
        Subject::Friendship(_) => "a friendship from before".to_owned(),
        Subject::Tool(tool) => state.tools.name(tool),
        Subject::Assessment(assessment) => state.assessments.name(assessment),
        Subject::Mailbox(mailbox) => state.channels.name(mailbox),
        Subject::Occasion(occasion) => {
            let there = state.occasions.all.get(occasion);
            there.map_or_else(|| "an event".to_owned(), |there| there.title.clone())
        }
    }
}

/// The setting's devices that are out of their store.
pub fn out(state: &State) -> impl Iterator<Item = (&DeviceId, &Device)> {
    state.devices.here().filter(|(_, device)| device.out.is_some() && device.is.owner == Owner::Setting)
}
