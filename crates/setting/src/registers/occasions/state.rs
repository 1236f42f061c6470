//! What the lines about events for families fold into.

use crate::record::ids::{ChildId, OccasionId};
use crate::record::private::Private;
use crate::record::stamp::Stamp;
use crate::registers::occasions::event::Event;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The duty of reminding parents at an event.
pub(crate) const REMINDED: &str = "cameras.event-reminder/reminded";

/// Where an event stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Planned.
    Planned,
    /// The doors are open.
    Open,
    /// Over.
    Over,
    /// Called off.
    Cancelled,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Occasion {
    /// What it is called.
    pub title: String,
    /// On which day.
    pub on: Date,
    /// Which children take part.
    pub children: Vec<ChildId>,
    /// How and when the parents were reminded.
    pub reminded: Option<(Private, Timestamp)>,
    /// Where it stands.
    pub stage: Stage,
    /// Since when it is planned.
    pub since: Timestamp,
}

/// The events.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Occasions {
    /// By id.
    pub all: BTreeMap<OccasionId, Occasion>,
}

impl Occasions {
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        if let Event::Planned { occasion, title, on, children } = event.clone() {
            let (reminded, stage, since) = (None, Stage::Planned, line.at);
            self.all.insert(occasion, Occasion { title, on, children, reminded, stage, since });
            return;
        }
        let Some(known) = self.all.get_mut(event.occasion()) else { return };
        match event.clone() {
            Event::Planned { .. } => {}
            Event::Changed { children, .. } => known.children = children,
            Event::Reminded { how, .. } => known.reminded = Some((how, line.at)),
            Event::Opened { .. } => known.stage = Stage::Open,
            Event::Ended { .. } => known.stage = Stage::Over,
            Event::Cancelled { .. } => known.stage = Stage::Cancelled,
        }
    }

    /// Those that are planned or open.
    pub fn here(&self) -> impl Iterator<Item = (&OccasionId, &Occasion)> {
        self.all.iter().filter(|(_, known)| matches!(known.stage, Stage::Planned | Stage::Open))
    }
}
