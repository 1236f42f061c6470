//! What has to be kept although somebody asks for it to be erased, why and until when; and what waits for an answer.

use crate::record::author::Author;
use crate::record::ids::{ChildId, PersonId, RequestId};
use crate::record::moment::date_of;
use crate::record::state::State;
use crate::registers::concerns::state::Concern;
use crate::registers::data_requests::event::{Kind, Whom};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

/// A complaint is acknowledged within so many days (Data Protection Act 2018, section 164A, from June 2026).
const ACKNOWLEDGED_WITHIN_DAYS: i32 = 30;
/// Records of concerns about a child are kept until this birthday (the toolkit for schools of the Information and Records
/// Management Society, as the departments of education refer to it; read November 2026).
const CHILD_UNTIL_YEARS: i16 = 25;
/// Records of an allegation against an adult are kept this long, or until they are of pension age where that is later
/// (Keeping children safe in education, part four).
const ADULT_YEARS: i16 = 10;

/// Something that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keeping {
    /// What and why, in words.
    pub why: String,
    /// Until when, where a day can be told.
    pub until: Option<Date>,
}

/// Why what is held of somebody cannot be erased now; nothing where it can.
pub fn keeps(whom: &Whom, state: &State, now: Timestamp) -> Vec<Keeping> {
    let today = date_of(now);
    match whom {
        Whom::Child(child) => of_child(child, state, today),
        Whom::Person(person) => of_person(person, state, today),
        Whom::Visit(visit) if state.visitors.here.contains_key(visit) => vec![still("they are here now")],
        Whom::Visit(_) => Vec::new(),
    }
}

fn still(why: &str) -> Keeping {
    Keeping { why: why.to_owned(), until: None }
}

fn of_child(child: &ChildId, state: &State, today: Date) -> Vec<Keeping> {
    let Some(known) = state.children.all.get(child) else { return Vec::new() };
    let mut all = Vec::new();
    if known.left.is_none() {
        all.push(still("the child comes here: what is held is erased after they have left"));
    }
    if state.concerns.all.values().any(|concern| concern.children.contains(child)) {
        let born = known.born_on().unwrap_or(known.since);
        let until = born.saturating_add(CHILD_UNTIL_YEARS.years());
        if until > today {
            let why = format!(
                "a concern names the child: such records are kept until their {CHILD_UNTIL_YEARS}th birthday"
            );
            all.push(Keeping { why, until: Some(until) });
        }
    }
    let pictures = state.pictures.here().filter(|(_, picture)| picture.shot.children.contains(child)).count();
    if pictures > 0 {
        all.push(still(&format!(
            "the child is in {pictures} pictures that are kept: erase each, or hand them to the family, first"
        )));
    }
    all
}

fn of_person(person: &PersonId, state: &State, today: Date) -> Vec<Keeping> {
    let Some(known) = state.people.all.get(person) else { return Vec::new() };
    let mut all = Vec::new();
    if known.left.is_none() {
        all.push(still("they work or help here: what is held is erased after they have left"));
    }
    let is_part = |concern: &&Concern| {
        let acted = |by: &Author| *by == Author::Person(person.clone());
        concern.adults.contains(person) || concern.chronology.iter().any(|entry| acted(&entry.by))
    };
    let latest = state.concerns.all.values().filter(is_part).map(|concern| date_of(concern.raised)).max();
    if let Some(until) =
        latest.map(|raised| raised.saturating_add(ADULT_YEARS.years())).filter(|until| *until > today)
    {
        let why = format!(
            "they are part of a concern: its record is kept {ADULT_YEARS} years, and one of an allegation until they are of pension age where that is later"
        );
        all.push(Keeping { why, until: Some(until) });
    }
    all
}

/// A request that waits, and for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Which.
    pub request: RequestId,
    /// What is asked.
    pub kind: Kind,
    /// For what it waits: that it is acknowledged, or answered.
    pub acknowledgement: bool,
    /// Until when.
    pub by: Date,
}

/// The requests that wait, the most urgent first. A complaint is acknowledged within thirty days; whatever else is asked is
/// answered within a month (UK GDPR, Article 12(3)).
pub fn waiting(state: &State) -> Vec<Waiting> {
    let open = state.data_requests.all.iter().filter(|(_, known)| known.answered.is_none());
    let mut all: Vec<Waiting> = open
        .map(|(id, known)| {
            let acknowledgement = known.kind == Kind::Complaint && known.acknowledged.is_none();
            let month = known.on.saturating_add(1.months());
            let by = if acknowledgement {
                known.on.saturating_add(ACKNOWLEDGED_WITHIN_DAYS.days())
            } else {
                month
            };
            Waiting { request: id.clone(), kind: known.kind, acknowledgement, by }
        })
        .collect();
    all.sort_by_key(|waiting| waiting.by);
    all
}
