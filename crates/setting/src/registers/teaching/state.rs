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
    /// The one before the latest: it counts again when the latest is taken back.
    pub before: BTreeMap<ChildId, BTreeMap<String, BTreeMap<String, Lesson>>>,
}

impl Teaching {
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        let (children, control, topics, by, on) = match event {
            Event::Taught { children, control, topics, by, on, .. } => (children, control, topics, by, on),
            Event::TakenBack { line, .. } => return self.taken_back(*line),
        };
        for child in children {
            let of_control =
                self.lessons.entry(child.clone()).or_default().entry(control.clone()).or_default();
            for topic in topics {
                let new = Lesson { on: *on, by: by.clone(), line: line.seq };
                if of_control.get(topic).is_some_and(|known| known.on > *on) {
                    continue;
                }
                if let Some(before) = of_control.insert(topic.clone(), new) {
                    let earlier = self.before.entry(child.clone()).or_default();
                    earlier.entry(control.clone()).or_default().insert(topic.clone(), before);
                }
            }
        }
    }

    fn taken_back(&mut self, line: u64) {
        for (child, by_control) in &mut self.lessons {
            for (control, by_topic) in by_control {
                by_topic.retain(|topic, lesson| {
                    if lesson.line != line {
                        return true;
                    }
                    let earlier = self.before.get_mut(child).and_then(|before| before.get_mut(control));
                    let before = earlier.and_then(|before| before.remove(topic));
                    before.map(|before| *lesson = before).is_some()
                });
            }
        }
    }

    /// Who taught what a line says, where it is the latest that some child was taught.
    pub fn taught_in(&self, line: u64) -> Option<&PersonId> {
        let mut lessons = self.lessons.values().flat_map(BTreeMap::values).flat_map(BTreeMap::values);
        lessons.find(|lesson| lesson.line == line).map(|lesson| &lesson.by)
    }

    /// When a child was last taught a topic.
    pub fn lesson(&self, child: &ChildId, control: &str, topic: &str) -> Option<&Lesson> {
        self.lessons.get(child)?.get(control)?.get(topic)
    }
}
