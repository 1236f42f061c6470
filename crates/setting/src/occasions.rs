//! Events for families, such as a play or a sports day: whether parents may photograph, that they were reminded, and
//! that the doors open only then.

use crate::ask::Question;
use crate::ids::{ChildId, OccasionId};
use crate::permissions;
use crate::private::{Private, SETTING};
use crate::refusal::Refusal;
use crate::state::{Context, Line, State, new_id, words_within};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The purpose that parents' pictures at an event are for.
pub const PURPOSE: &str = "event";

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// An event was planned, for these children.
    Planned { occasion: OccasionId, title: String, on: Date, children: Vec<ChildId> },
    /// Who takes part was put right.
    Changed { occasion: OccasionId, children: Vec<ChildId> },
    /// Parents were reminded what they may do with pictures; `how` says by what.
    Reminded { occasion: OccasionId, how: Private },
    /// The doors opened.
    Opened { occasion: OccasionId },
    /// It is over.
    Ended { occasion: OccasionId },
    /// It does not take place.
    Cancelled { occasion: OccasionId },
}

impl Event {
    /// Which one.
    pub fn occasion(&self) -> &OccasionId {
        match self {
            Self::Planned { occasion, .. }
            | Self::Changed { occasion, .. }
            | Self::Reminded { occasion, .. }
            | Self::Opened { occasion }
            | Self::Ended { occasion }
            | Self::Cancelled { occasion } => occasion,
        }
    }
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Plan an event; every child who is here takes part when nobody is named.
    Plan {
        occasion: OccasionId,
        title: String,
        on: Date,
        #[serde(default)]
        children: Vec<ChildId>,
    },
    /// Put right who takes part.
    Change { occasion: OccasionId, children: Vec<ChildId> },
    /// Say that the parents were reminded, and how.
    Remind { occasion: OccasionId, how: String },
    /// Open the doors.
    Open { occasion: OccasionId },
    /// It is over.
    End { occasion: OccasionId },
    /// Call it off.
    Cancel { occasion: OccasionId },
}

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
    pub(crate) fn apply(&mut self, event: &Event, line: &Line) {
        if let Event::Planned { occasion, title, on, children } = event.clone() {
            let (reminded, stage, since) = (None, Stage::Planned, line.at);
            self.all.insert(occasion, Occasion { title, on, children, reminded, stage, since });
            return;
        }
        let Some(there) = self.all.get_mut(event.occasion()) else { return };
        match event.clone() {
            Event::Planned { .. } => {}
            Event::Changed { children, .. } => there.children = children,
            Event::Reminded { how, .. } => there.reminded = Some((how, line.at)),
            Event::Opened { .. } => there.stage = Stage::Open,
            Event::Ended { .. } => there.stage = Stage::Over,
            Event::Cancelled { .. } => there.stage = Stage::Cancelled,
        }
    }

    /// Those that are planned or open.
    pub fn here(&self) -> impl Iterator<Item = (&OccasionId, &Occasion)> {
        self.all.iter().filter(|(_, there)| matches!(there.stage, Stage::Planned | Stage::Open))
    }
}

/// The children of an event whose parents have not permitted that other parents photograph it.
pub fn without_permission(occasion: &Occasion, state: &State) -> Vec<ChildId> {
    let lacks = |child: &&ChildId| !permissions::standing(child, PURPOSE, occasion.on, state).permits();
    occasion.children.iter().filter(lacks).cloned().collect()
}

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let find = |occasion: &OccasionId| match state.occasions.all.get(occasion) {
        Some(there) if matches!(there.stage, Stage::Planned | Stage::Open) => Ok(there),
        Some(_) => Err(Refusal::Contradiction("That event is over.".into())),
        None => Err(Refusal::Invalid("There is no such event.".into())),
    };
    let event = match command {
        Command::Plan { occasion, title, on, children } => {
            new_id(occasion.as_str(), state.occasions.all.contains_key(&occasion), "an event")?;
            if on < crate::moment::date_of(context.now) {
                return Err(Refusal::Invalid("The day of an event is today or later.".into()));
            }
            let children = if children.is_empty() { everybody(state) } else { children };
            for child in &children {
                state.children.active(child)?;
            }
            Event::Planned { occasion, title: words_within(&title, 120, "What it is called")?, on, children }
        }
        Command::Change { occasion, children } => {
            find(&occasion)?;
            if children.is_empty() {
                return Err(Refusal::Invalid("At least one child takes part.".into()));
            }
            for child in &children {
                state.children.active(child)?;
            }
            Event::Changed { occasion, children }
        }
        Command::Remind { occasion, how } => {
            if find(&occasion)?.reminded.is_some() {
                return Err(Refusal::Contradiction("That they were reminded is on record already.".into()));
            }
            let how = Private::new(SETTING, words_within(&how, 300, "How they were reminded")?);
            Event::Reminded { occasion, how }
        }
        Command::Open { occasion } => {
            if find(&occasion)?.stage == Stage::Open {
                return Err(Refusal::Contradiction("The doors are open already.".into()));
            }
            let asked = Question {
                act: "open-event".into(),
                occasion: Some(occasion.clone()),
                ..Question::default()
            };
            asked.must_be_let(context)?;
            Event::Opened { occasion }
        }
        Command::End { occasion } => {
            if find(&occasion)?.stage != Stage::Open {
                return Err(Refusal::Contradiction("The doors have not opened yet.".into()));
            }
            Event::Ended { occasion }
        }
        Command::Cancel { occasion } => {
            if find(&occasion)?.stage == Stage::Open {
                return Err(Refusal::Contradiction("The doors are open: end it instead.".into()));
            }
            Event::Cancelled { occasion }
        }
    };
    Ok(vec![event])
}

fn everybody(state: &State) -> Vec<ChildId> {
    state.children.here().map(|(id, _)| id.clone()).collect()
}
