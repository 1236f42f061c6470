//! What the lines about the setting itself fold into.

use crate::record::moment::{date_of, time_of};
use crate::record::stamp::Stamp;
use crate::registers::profile::event::Event;
use jiff::Timestamp;
use jiff::civil::{Date, Time, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The setting's particulars.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// Its number.
    pub number: String,
    /// Since when.
    pub founded: Option<Timestamp>,
    /// Hours by weekday, Monday 1.
    pub hours: BTreeMap<i8, (Time, Time)>,
    /// Terms by name.
    pub terms: BTreeMap<String, (Date, Date)>,
    /// Days closed, with why.
    pub closures: BTreeMap<Date, String>,
}

impl Profile {
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        match event.clone() {
            Event::Founded { name, number } => {
                (self.name, self.number, self.founded) = (name, number, Some(line.at));
            }
            Event::NumberSet { number } => self.number = number,
            Event::HoursSet { weekday, hours: Some(hours) } => {
                self.hours.insert(weekday, hours);
            }
            Event::HoursSet { weekday, hours: None } => {
                self.hours.remove(&weekday);
            }
            Event::TermSet { name, from, to } => {
                self.terms.insert(name, (from, to));
            }
            Event::ClosureSet { on, why } => {
                self.closures.insert(on, why);
            }
        }
    }

    /// Whether the setting opens on a day: a weekday with hours, in a term (when any are set), not closed.
    pub fn opens_on(&self, date: Date) -> bool {
        self.hours.contains_key(&weekday(date.weekday()))
            && !self.closures.contains_key(&date)
            && (self.terms.is_empty() || self.terms.values().any(|(from, to)| (*from..=*to).contains(&date)))
    }

    /// Whether a moment is within opening hours.
    pub fn open_at(&self, at: Timestamp) -> bool {
        let (date, time) = (date_of(at), time_of(at));
        let hours = self.hours.get(&weekday(date.weekday()));
        self.opens_on(date) && hours.is_some_and(|(from, to)| (*from..*to).contains(&time))
    }
}

fn weekday(weekday: Weekday) -> i8 {
    weekday.to_monday_one_offset()
}
