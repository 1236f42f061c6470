//! The manager's view of a month: who took how many pictures, of whom, when, with what, and for what; and what stands
//! out.

use crate::record::ids::{ChildId, DeviceId, PersonId};
use crate::record::moment::{date_of, london};
use crate::record::state::State;
use crate::registers::pictures::event::Shows;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// A count stands out when it is at least this many, and more than three times the middle one.
const STANDS_OUT_MIN: usize = 6;

/// One count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count<T> {
    /// Of whom or what.
    pub of: T,
    /// How many.
    pub count: usize,
    /// Whether it stands out from the others.
    pub outlier: bool,
}

/// A month of pictures.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct View {
    /// How many were taken.
    pub total: usize,
    /// By whom.
    pub people: Vec<Count<PersonId>>,
    /// Of whom; children who are here and in none are there with 0.
    pub children: Vec<Count<ChildId>>,
    /// One person's pictures of one child, where they stand out.
    pub pairs: Vec<(PersonId, ChildId, usize)>,
    /// With what.
    pub devices: Vec<Count<DeviceId>>,
    /// For what.
    pub purposes: Vec<Count<String>>,
    /// Outside the opening hours: who, when.
    pub out_of_hours: Vec<(PersonId, String)>,
    /// Taken by a device whose clock is wrong.
    pub clocks_wrong: usize,
    /// How many were erased in the month.
    pub erased: usize,
}

/// The month that a day is in. Pictures that were erased since count as well: what was taken was taken.
pub fn month(day: Date, state: &State) -> View {
    let within = |date: Date| (date.year(), date.month()) == (day.year(), day.month());
    let mut view = View::default();
    let (mut people, mut children, mut pairs) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let (mut devices, mut purposes) = (BTreeMap::new(), BTreeMap::new());
    let here = state.children.here().map(|(id, _)| (id.clone(), 0));
    children.extend(here);
    for known in state.pictures.all.values() {
        if known.erased.is_some_and(|(_, at)| within(date_of(at))) {
            view.erased += 1;
        }
        let shot = &known.shot;
        if known.from.is_some() || !within(date_of(shot.taken)) {
            continue;
        }
        view.total += 1;
        view.clocks_wrong += usize::from(shot.clock_wrong);
        *people.entry(shot.person.clone()).or_insert(0) += 1;
        *devices.entry(shot.device.clone()).or_insert(0) += 1;
        *purposes.entry(shot.purpose.clone()).or_insert(0) += 1;
        if shot.shows == Shows::Children {
            for child in &shot.children {
                *children.entry(child.clone()).or_insert(0) += 1;
                *pairs.entry((shot.person.clone(), child.clone())).or_insert(0) += 1;
            }
        }
        if !shot.clock_wrong && !state.profile.hours.is_empty() && !state.profile.open_at(shot.taken) {
            let when = london(shot.taken).strftime("%-d %B, %H:%M").to_string();
            view.out_of_hours.push((shot.person.clone(), when));
        }
    }
    let middle = middle(pairs.values().copied());
    view.pairs = pairs
        .into_iter()
        .filter(|(_, count)| stands_out(*count, middle))
        .map(|((person, child), count)| (person, child, count))
        .collect();
    (view.people, view.children) = (counted(people), counted(children));
    (view.devices, view.purposes) = (counted(devices), counted(purposes));
    view
}

fn stands_out(count: usize, middle: usize) -> bool {
    count >= STANDS_OUT_MIN && count > 3 * middle
}

/// The median of the counts that are not 0.
fn middle(counts: impl Iterator<Item = usize>) -> usize {
    let mut counts: Vec<usize> = counts.filter(|count| *count > 0).collect();
    counts.sort_unstable();
    counts.get(counts.len() / 2).copied().unwrap_or(0)
}

fn counted<T: Ord>(counts: BTreeMap<T, usize>) -> Vec<Count<T>> {
    let middle = middle(counts.values().copied());
    let mut counts: Vec<Count<T>> = counts
        .into_iter()
        .map(|(of, count)| Count { of, count, outlier: stands_out(count, middle) })
        .collect();
    counts.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.of.cmp(&other.of)));
    counts
}
