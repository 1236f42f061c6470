//! What the lines about what the children were taught fold into.

use crate::record::ids::{ChildId, PersonId};
use crate::record::stamp::Stamp;
use crate::registers::teaching::event::Event;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// When a topic was last taught to a child, and by whom.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lesson {
    /// The day.
    pub on: Date,
    /// The adult.
    pub by: PersonId,
    /// The line of the log.
    pub line: u64,
}

/// What was taught.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Teaching {
    /// By child, control and topic: the latest.
    pub lessons: BTreeMap<ChildId, BTreeMap<String, BTreeMap<String, Lesson>>>,
}

impl Teaching {
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        let Event::Taught { children, control, topics, by, on, .. } = event;
        for child in children {
            let of_control =
                self.lessons.entry(child.clone()).or_default().entry(control.clone()).or_default();
            for topic in topics {
                let new = Lesson { on: *on, by: by.clone(), line: line.seq };
                match of_control.get_mut(topic) {
                    Some(known) if known.on > *on => {}
                    Some(known) => *known = new,
                    None => drop(of_control.insert(topic.clone(), new)),
                }
            }
        }
    }

    /// When a child was last taught a topic.
    pub fn lesson(&self, child: &ChildId, control: &str, topic: &str) -> Option<&Lesson> {
        self.lessons.get(child)?.get(control)?.get(topic)
    }
}
