//! The setting itself: its name, number, hours, terms and days closed.

use crate::moment::{date_of, time_of};
use crate::refusal::Refusal;
use crate::state::{Context, Line, words_within};
use jiff::Timestamp;
use jiff::civil::{Date, Time, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What happened to the setting's own particulars.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// The setting began with Belisha.
    Founded {
        /// Its name.
        name: String,
        /// The number that families and staff's own families may ring.
        number: String,
    },
    /// Its number changed.
    NumberSet {
        /// The number.
        number: String,
    },
    /// Opening hours of one weekday; none means closed.
    HoursSet {
        /// Monday is 1.
        weekday: i8,
        /// From and until.
        hours: Option<(Time, Time)>,
    },
    /// A term.
    TermSet {
        /// Its name.
        name: String,
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
    },
    /// A day on which the setting is closed although it would be open.
    ClosureSet {
        /// The day.
        on: Date,
        /// Why.
        why: String,
    },
}

/// What can be done to them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Begin.
    Found {
        /// Its name.
        name: String,
        /// Its telephone number; may be empty for now.
        #[serde(default)]
        number: String,
    },
    /// Set the number.
    SetNumber {
        /// The number.
        number: String,
    },
    /// Set the hours of a weekday.
    SetHours {
        /// Monday is 1.
        weekday: i8,
        /// From.
        from: Option<Time>,
        /// Until.
        to: Option<Time>,
    },
    /// Set a term.
    SetTerm {
        /// Its name.
        name: String,
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
    },
    /// Close on a day.
    SetClosure {
        /// The day.
        on: Date,
        /// Why.
        why: String,
    },
}

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
    pub(crate) fn apply(&mut self, event: &Event, line: &Line) {
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

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let event = match command {
        Command::Found { name, number } => {
            if context.state.profile.founded.is_some() {
                return Err(Refusal::Contradiction("This setting has already begun.".into()));
            }
            let number = if number.trim().is_empty() {
                String::new()
            } else {
                words_within(&number, 40, "The number")?
            };
            Event::Founded { name: words_within(&name, 120, "The setting's name")?, number }
        }
        Command::SetNumber { number } => {
            Event::NumberSet { number: words_within(&number, 40, "The number")? }
        }
        Command::SetHours { weekday, from, to } => {
            if !(1..=7).contains(&weekday) {
                return Err(Refusal::Invalid("A weekday is 1 for Monday to 7 for Sunday.".into()));
            }
            let hours = match (from, to) {
                (None, None) => None,
                (Some(from), Some(to)) if from < to => Some((from, to)),
                _ => {
                    return Err(Refusal::Invalid(
                        "Opening comes before closing: please check the hours.".into(),
                    ));
                }
            };
            Event::HoursSet { weekday, hours }
        }
        Command::SetTerm { name, from, to } => {
            if from > to {
                return Err(Refusal::Invalid("A term begins before it ends: please check the dates.".into()));
            }
            Event::TermSet { name: words_within(&name, 60, "The term's name")?, from, to }
        }
        Command::SetClosure { on, why } => {
            Event::ClosureSet { on, why: words_within(&why, 200, "The reason")? }
        }
    };
    Ok(vec![event])
}
