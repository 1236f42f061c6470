//! Children, devices, visitors, finds and exceptions of today, and the ratio.

use crate::action::{Action, Button, blank};
use crate::view::choices::name_order;
use crate::view::dates::hour;
use belisha_policy::{Policy, RatioTable};
use belisha_setting::{
    ChildId, Command, DeviceId, PersonId, State, children, data_requests, day, devices, due, finds, ratio,
    visitors,
};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

/// The law's floor of adults and of their qualifications, as sums with their source; never called safe.
pub(super) struct Ratio {
    pub(super) words: String,
    pub(super) met: bool,
    pub(super) qualifications: Option<String>,
    pub(super) qualified: bool,
    /// What the figures leave out, by band of the children who are in.
    pub(super) notes: Vec<(String, String)>,
    pub(super) source: String,
    pub(super) verified: bool,
}

impl Ratio {
    pub(super) fn new(sum: &ratio::Sum, table: &RatioTable) -> Self {
        let counted = table.band.iter().zip(&sum.children).filter(|(_, (_, count))| *count > 0);
        Self {
            words: sum.to_string(),
            met: sum.met(),
            qualifications: sum.qualifications(),
            qualified: sum.qualified(),
            notes: counted.map(|(band, _)| (band.title.clone(), band.qualification.clone())).collect(),
            source: format!("{} ({}); checked {}", table.edition, table.nation, table.checked),
            verified: table.verified,
        }
    }
}

/// Every child on the register, by name, each with the button that signs it in or out.
pub(super) fn children(state: &State) -> Vec<Button> {
    let mut children: Vec<_> = state.children.here().collect();
    children.sort_by_cached_key(|(_, child)| name_order(child.name.words()));
    let button = |(id, known): (&ChildId, &children::Child)| {
        let (child, name) = (id.clone(), known.name.words());
        let button = if state.day.children.contains(id) {
            let command = Command::Day(day::Command::ChildOut { child });
            Button::new(format!("✓ {name}"), &command).class("in")
        } else {
            Button::new(name.to_owned(), &Command::Day(day::Command::ChildIn { child })).class("out")
        };
        button.back("/#children")
    };
    children.into_iter().map(button).collect()
}

/// A child who went home today.
pub(super) struct GoneRow {
    pub(super) name: String,
    /// Who collected it; empty while nobody said so.
    pub(super) by: String,
    pub(super) collected: Action,
}

/// Who went home today, by name; first those of whom nobody said who collected them.
pub(super) fn gone(state: &State) -> Vec<GoneRow> {
    let row = |(id, by): (&ChildId, &Option<belisha_setting::Private>)| GoneRow {
        name: state.children.name(id),
        by: by.as_ref().map_or(String::new(), |by| by.words().to_owned()),
        collected: Action::new(&Command::Day(day::Command::Collected { child: id.clone(), by: blank() }))
            .back("/#children"),
    };
    let mut rows: Vec<GoneRow> = state.day.gone.iter().map(row).collect();
    rows.sort_by_cached_key(|row| (!row.by.is_empty(), name_order(&row.name)));
    rows
}

pub(super) struct DeviceRow {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) who: String,
    pub(super) purpose: String,
    pub(super) since: String,
    pub(super) acts: Vec<Button>,
}

/// The setting's devices that are out of their store.
pub(super) fn devices_out(state: &State, policy: &Policy) -> Vec<DeviceRow> {
    let row = |(id, device): (&DeviceId, &devices::Device)| {
        let out = device.out.as_ref()?;
        let kind = state.devices.kind(&device.particulars.kind, &policy.catalogue);
        let can = |word: &str| kind.as_ref().is_some_and(|kind| kind.can.iter().any(|can| can == word));
        let put_back = |label: &'static str, off_at_mains, emptied| {
            let device = id.clone();
            Button::new(label, &Command::Devices(devices::Command::Return { device, off_at_mains, emptied }))
        };
        let acts = if can("assistant") {
            vec![put_back("Put back, off at the mains", true, None)]
        } else if can("camera") {
            vec![
                put_back("Put back, no picture on it", false, Some(true)),
                put_back("Pictures are on it", false, Some(false)).class("quiet"),
            ]
        } else {
            vec![put_back("Put back", false, None)]
        };
        Some(DeviceRow {
            id: id.to_string(),
            name: device.particulars.name.clone(),
            who: state.people.name(&out.person),
            purpose: out.purpose.clone(),
            since: hour(out.since),
            acts,
        })
    };
    due::out(state).filter_map(row).collect()
}

pub(super) struct VisitorRow {
    pub(super) name: String,
    pub(super) organisation: String,
    pub(super) with: String,
    pub(super) since: String,
    pub(super) sign_out: Button,
}

/// The visitors who are here.
pub(super) fn visitors(state: &State) -> Vec<VisitorRow> {
    let visits = state.visitors.here.iter();
    visits
        .map(|(id, visit)| VisitorRow {
            name: visit.arrival.name.words().to_owned(),
            organisation: visit.arrival.organisation.words().to_owned(),
            with: visit.arrival.supervisor.as_ref().map_or(String::new(), |person| state.people.name(person)),
            since: hour(visit.since),
            sign_out: Button::new(
                "Sign out",
                &Command::Visitors(visitors::Command::Out { visit: id.clone() }),
            ),
        })
        .collect()
}

pub(super) struct FindRow {
    pub(super) words: String,
    pub(super) locked: bool,
    /// Locks it away, or, where it is locked away, hands it over.
    pub(super) action: Action,
}

/// Devices that were found on children and are still here.
pub(super) fn finds(state: &State) -> Vec<FindRow> {
    let open = state.finds.open.iter();
    open.map(|(id, find)| {
        let locked = find.locked.is_some();
        let find_id = id.clone();
        let command = if locked {
            finds::Command::HandOver { find: find_id, to: blank() }
        } else {
            finds::Command::LockAway { find: find_id, place: blank() }
        };
        FindRow {
            words: format!("{} found on {}", find.item.words(), state.children.name(&find.child)),
            locked,
            action: Action::new(&Command::Finds(command)),
        }
    })
    .collect()
}

/// The exceptions that still hold, as sentences.
pub(super) fn exceptions(state: &State, time: Timestamp) -> Vec<String> {
    let standing = state.exceptions.all.values().filter(|exception| exception.until > time);
    standing
        .map(|exception| {
            let place = exception.place.as_ref().map_or(String::new(), |place| format!(" in the {place}"));
            let act = exception.act.replace('-', " ");
            let name = state.people.name(&exception.person);
            format!("{name}: {act}{place}, until {} ({})", hour(exception.until), exception.why.words())
        })
        .collect()
}

/// Who was never signed out: children first, then by day.
pub(super) fn unanswered(state: &State) -> Vec<(String, Button)> {
    let day = &state.day;
    let words =
        |name: &str, date: &Date| format!("{name} was never signed out on {}.", date.strftime("%A %-d %B"));
    let row = |name: String, date: &Date, children: Vec<ChildId>, people: Vec<PersonId>| {
        let answer = day::Command::Answer { children, people, said: String::new() };
        (words(&name, date), Button::new(format!("{name} had gone home"), &Command::Day(answer)))
    };
    let children = (day.children_unanswered.iter())
        .map(|(child, date)| row(state.children.name(child), date, vec![child.clone()], Vec::new()));
    let people = (day.people_unanswered.iter())
        .map(|(person, date)| row(state.people.name(person), date, Vec::new(), vec![person.clone()]));
    children.chain(people).collect()
}

/// A request about data is said on Today when it has so many days left.
const REQUEST_DAYS: i32 = 10;

/// Requests about data whose time runs out.
pub(super) fn requests(state: &State, today: Date) -> Vec<String> {
    let soon = today.saturating_add(REQUEST_DAYS.days());
    let waiting = data_requests::waiting(state).into_iter().filter(|waiting| waiting.by <= soon);
    waiting
        .map(|waiting| {
            let what = if waiting.acknowledgement { "acknowledged" } else { "answered" };
            let late = if waiting.by < today { ", and is not" } else { "" };
            format!("A request ({}) is to be {what} by {}{late}.", waiting.kind.words(), waiting.by)
        })
        .collect()
}
