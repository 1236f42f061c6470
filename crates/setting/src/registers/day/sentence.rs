//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence};
use crate::registers::day::event::{Event, Item, PutAway};

impl Sentence for Event {
    fn sentence(&self, names: &Names<'_>) -> String {
        let state = names.state;
        let name = |person| state.people.name(person);
        match self {
            Self::Opened { date } => format!("The day {date} was opened."),
            Self::Reopened { date } => format!("The day {date} had been closed too early: it goes on."),
            Self::Collected { child, by } => {
                format!("{} was collected by {}.", state.children.name(child), by.words())
            }
            Self::Answered { children, people, said } => {
                let children = children.iter().map(|child| state.children.name(child));
                let names: Vec<String> = children.chain(people.iter().map(name)).collect();
                let said = said.known().filter(|said| !said.is_empty());
                let said = said.map_or(String::new(), |said| format!(" {said}"));
                format!("{} had gone home, and were not signed out.{said}", belisha_policy::join_and(&names))
            }
            Self::Closed { date, children_left, people_left, .. }
                if !(children_left.is_empty() && people_left.is_empty()) =>
            {
                let children = children_left.iter().map(|child| state.children.name(child));
                let names: Vec<String> = children.chain(people_left.iter().map(name)).collect();
                format!(
                    "Nobody closed the day {date}: it was closed later, without a count. Never signed out: {}.",
                    belisha_policy::join_and(&names)
                )
            }
            Self::Closed { date, missing, counted, .. } => {
                let names: Vec<String> = missing.iter().map(|device| state.devices.name(device)).collect();
                match (counted, names.as_slice()) {
                    (true, []) => format!("The day {date} was closed: every device counted back."),
                    (true, names) => {
                        format!("The day {date} was closed; not back: {}.", belisha_policy::join_and(names))
                    }
                    (false, _) => format!("The day {date} was closed without a count."),
                }
            }
            Self::In { person } => format!("{} is in.", name(person)),
            Self::Out { person } => format!("{} has gone.", name(person)),
            Self::BreakStarted { person } => format!("{} is on a break.", name(person)),
            Self::BreakEnded { person } => format!("{} is back from a break.", name(person)),
            Self::Supervising { person, yes: true } => format!("{} is supervising children.", name(person)),
            Self::Supervising { person, yes: false } => {
                format!("{} is not supervising children.", name(person))
            }
            Self::PutAway { person, item, put } => {
                let what = if *item == Item::Phone { "phone" } else { "smartwatch" };
                match put {
                    PutAway::Stored(place) => {
                        format!("{} put a {what} away in the {}.", name(person), state.places.name(place))
                    }
                    PutAway::Off => format!("{}'s {what} is off.", name(person)),
                    PutAway::Silent => format!("{}'s {what} is on silent.", name(person)),
                    PutAway::Disconnected => format!("{}'s {what} is disconnected.", name(person)),
                    PutAway::None => format!("{} has no {what} here today.", name(person)),
                }
            }
            Self::TakenBack { person, item: Item::Phone } => format!("{} took a phone back.", name(person)),
            Self::TakenBack { person, .. } => format!("{} took a smartwatch back.", name(person)),
            Self::ChildIn { child } => format!("{} is in.", state.children.name(child)),
            Self::ChildOut { child } => format!("{} has gone home.", state.children.name(child)),
        }
    }
}
