//! Outings: who goes, what goes along, when they left and came back.

use crate::ask::Question;
use crate::ids::{ChildId, DeviceId, OutingId, PersonId};
use crate::refusal::Refusal;
use crate::state::{Context, Line, new_id, words_within};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// An outing was planned.
    Planned { outing: OutingId, to: String, people: Vec<PersonId>, children: Vec<ChildId> },
    /// It left, with its kit.
    Left { outing: OutingId, phone: Option<DeviceId>, folder: bool },
    /// It came back.
    Back { outing: OutingId },
    /// It did not take place.
    Cancelled { outing: OutingId },
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Plan one.
    Plan {
        outing: OutingId,
        to: String,
        people: Vec<PersonId>,
        #[serde(default)]
        children: Vec<ChildId>,
    },
    /// Leave, with the setting phone and the contact folder.
    Leave {
        outing: OutingId,
        #[serde(default)]
        phone: Option<DeviceId>,
        #[serde(default)]
        folder: bool,
    },
    /// Come back.
    Return { outing: OutingId },
    /// Call it off.
    Cancel { outing: OutingId },
}

/// One outing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outing {
    /// Where to.
    pub to: String,
    /// Which adults.
    pub people: Vec<PersonId>,
    /// Which children.
    pub children: Vec<ChildId>,
    /// Since when it is under way, and with which phone.
    pub left: Option<(Timestamp, Option<DeviceId>)>,
}

/// Outings planned and under way; earlier ones are in the log.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Outings {
    /// By id.
    pub all: BTreeMap<OutingId, Outing>,
    /// How many came back.
    pub done: u32,
}

impl Outings {
    pub(crate) fn apply(&mut self, event: &Event, line: &Line) {
        match event.clone() {
            Event::Planned { outing, to, people, children } => {
                self.all.insert(outing, Outing { to, people, children, left: None });
            }
            Event::Left { outing, phone, .. } => {
                if let Some(there) = self.all.get_mut(&outing) {
                    there.left = Some((line.at, phone));
                }
            }
            Event::Back { outing } => {
                self.all.remove(&outing);
                self.done += 1;
            }
            Event::Cancelled { outing } => {
                self.all.remove(&outing);
            }
        }
    }

    /// Whether somebody is on an outing that is under way.
    pub fn has(&self, person: &PersonId) -> bool {
        self.all.values().any(|outing| outing.left.is_some() && outing.people.contains(person))
    }
}

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let find = |outing: &OutingId| {
        state.outings.all.get(outing).ok_or_else(|| Refusal::Contradiction("That outing is over.".into()))
    };
    let event = match command {
        Command::Plan { outing, to, people, children } => {
            new_id(outing.as_str(), state.outings.all.contains_key(&outing), "an outing")?;
            if people.is_empty() {
                return Err(Refusal::Invalid("Choose at least one adult.".into()));
            }
            for person in &people {
                state.people.active(person)?;
            }
            for child in &children {
                state.children.active(child)?;
            }
            Event::Planned { outing, to: words_within(&to, 120, "Where to")?, people, children }
        }
        Command::Leave { outing, phone, folder } => {
            let there = find(&outing)?;
            if there.left.is_some() {
                return Err(Refusal::Contradiction("They have left already.".into()));
            }
            if let Some(device) = &phone {
                let device = state.devices.active(device)?;
                if !device.is.setting_phone {
                    return Err(Refusal::Invalid(format!("{} is not the setting's phone.", device.is.name)));
                }
                let elsewhere = |other: &Outing| other.left.as_ref().is_some_and(|(_, with)| *with == phone);
                if state.outings.all.values().any(elsewhere) {
                    return Err(Refusal::Contradiction(format!(
                        "{} is with another outing.",
                        device.is.name
                    )));
                }
            }
            Question {
                act: "leave-on-outing".into(),
                kit_phone: phone.is_some(),
                kit_folder: folder,
                ..Question::default()
            }
            .must_be_let(context)?;
            Event::Left { outing, phone, folder }
        }
        Command::Return { outing } => {
            if find(&outing)?.left.is_none() {
                return Err(Refusal::Contradiction("They have not left yet.".into()));
            }
            Event::Back { outing }
        }
        Command::Cancel { outing } => {
            if find(&outing)?.left.is_some() {
                return Err(Refusal::Contradiction("They are under way: bring them back first.".into()));
            }
            Event::Cancelled { outing }
        }
    };
    Ok(vec![event])
}
