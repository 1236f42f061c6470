//! What the lines about the day fold into.

use crate::record::ids::{ChildId, DeviceId, PersonId};
use crate::record::private::Private;
use crate::record::stamp::Stamp;
use crate::registers::day::event::{Event, Item, PutAway};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Somebody who is in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Presence {
    /// Since when.
    pub since: Timestamp,
    /// On a break since.
    pub on_break: Option<Timestamp>,
    /// Supervising children.
    pub supervising: bool,
    /// What is put away.
    pub put: BTreeMap<Item, PutAway>,
}

/// Today.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Day {
    /// The day that is, or was last, open.
    pub date: Option<Date>,
    /// Whether it is open.
    pub open: bool,
    /// Whether the devices were counted at its close.
    pub counted: bool,
    /// The devices that were not back at its close.
    pub missing: Vec<DeviceId>,
    /// Who is in.
    pub people: BTreeMap<PersonId, Presence>,
    /// Which children are in.
    pub children: BTreeSet<ChildId>,
    /// Which children went home today, and who collected each where somebody said so.
    pub gone: BTreeMap<ChildId, Option<Private>>,
    /// Children who were never signed out, and on which day; until somebody answers.
    pub children_unanswered: BTreeMap<ChildId, Date>,
    /// Adults likewise.
    pub people_unanswered: BTreeMap<PersonId, Date>,
    /// How many days were opened.
    pub days_open: u32,
    /// How many of them were closed with a count.
    pub days_counted: u32,
}

impl Day {
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        match event.clone() {
            Event::Opened { date } => {
                // What was missing stays missing until it is put back.
                (self.date, self.open, self.counted) = (Some(date), true, false);
                self.days_open += 1;
                self.gone.clear();
            }
            Event::Reopened { date } => {
                self.days_counted = self.days_counted.saturating_sub(u32::from(self.counted));
                (self.date, self.open, self.counted) = (Some(date), true, false);
            }
            Event::Answered { children, people, .. } => {
                self.children_unanswered.retain(|child, _| !children.contains(child));
                self.people_unanswered.retain(|person, _| !people.contains(person));
            }
            Event::Closed { date, missing, counted, children_left, people_left } => {
                self.children_unanswered.extend(children_left.into_iter().map(|child| (child, date)));
                self.people_unanswered.extend(people_left.into_iter().map(|person| (person, date)));
                (self.open, self.counted) = (false, counted);
                self.missing.extend(missing);
                self.missing.sort();
                self.missing.dedup();
                self.days_counted += u32::from(counted);
                self.people.clear();
                self.children.clear();
            }
            Event::In { person } => {
                let put = BTreeMap::new();
                self.people
                    .insert(person, Presence { since: line.at, on_break: None, supervising: true, put });
            }
            Event::Out { person } => {
                self.people.remove(&person);
            }
            Event::BreakStarted { person } => self.change(&person, |known| {
                (known.on_break, known.supervising) = (Some(line.at), false);
            }),
            Event::BreakEnded { person } => self.change(&person, |known| {
                (known.on_break, known.supervising) = (None, true);
            }),
            Event::Supervising { person, yes } => self.change(&person, |known| known.supervising = yes),
            Event::PutAway { person, item, put } => self.change(&person, |known| {
                known.put.insert(item, put);
            }),
            Event::TakenBack { person, item } => self.change(&person, |known| {
                known.put.remove(&item);
            }),
            Event::ChildIn { child } => {
                self.gone.remove(&child);
                self.children.insert(child);
            }
            Event::ChildOut { child } => {
                self.children.remove(&child);
                self.gone.insert(child, None);
            }
            Event::Collected { child, by } => {
                self.gone.insert(child, Some(by));
            }
        }
    }

    fn change(&mut self, person: &PersonId, with: impl FnOnce(&mut Presence)) {
        if let Some(known) = self.people.get_mut(person) {
            with(known);
        }
    }

    /// A day in the future has not been: where it is open it is today, where it was closed it is forgotten.
    pub(crate) fn brought_back(&mut self, today: Date, now: Timestamp) {
        if self.date.is_some_and(|date| date > today) {
            self.date = self.open.then_some(today);
        }
        for presence in self.people.values_mut() {
            presence.since = presence.since.min(now);
            presence.on_break = presence.on_break.map(|since| since.min(now));
        }
    }

    /// Whether this day is the one that is open.
    pub fn open_on(&self, date: Date) -> bool {
        self.open && self.date == Some(date)
    }

    /// Whether this day was opened and closed.
    pub fn closed_on(&self, date: Date) -> bool {
        !self.open && self.date == Some(date)
    }
}
