//! What the children were taught about staying safe online: by whom, when, and which children still lack what.

use crate::authority::Author;
use crate::ids::{ChildId, PersonId};
use crate::moment::date_of;
use crate::private::{Private, SETTING};
use crate::refusal::Refusal;
use crate::state::{Context, Line, State, words_within};
use belisha_policy::{Params, Policy};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The controls that ask for teaching, each with the parameter that names its topics.
pub const CONTROLS: [(&str, &str); 2] =
    [("internet.stay-safe-principles", "principles"), ("internet.resilience", "topics")];

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Children were taught topics of a control.
    Taught {
        children: Vec<ChildId>,
        control: String,
        topics: Vec<String>,
        by: PersonId,
        on: Date,
        note: Private,
    },
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Put on record what children were taught.
    Teach {
        children: Vec<ChildId>,
        control: String,
        /// All of the control's when left out.
        #[serde(default)]
        topics: Vec<String>,
        /// Who taught; whoever gives the command when left out.
        #[serde(default)]
        by: Option<PersonId>,
        /// Today when left out.
        #[serde(default)]
        on: Option<Date>,
        #[serde(default)]
        note: String,
    },
}

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
    pub(crate) fn apply(&mut self, event: &Event, line: &Line) {
        let Event::Taught { children, control, topics, by, on, .. } = event;
        for child in children {
            let of_control =
                self.lessons.entry(child.clone()).or_default().entry(control.clone()).or_default();
            for topic in topics {
                let new = Lesson { on: *on, by: by.clone(), line: line.seq };
                match of_control.get_mut(topic) {
                    Some(there) if there.on > *on => {}
                    Some(there) => *there = new,
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

fn topics_in<'a>(control: &str, params: &'a Params) -> &'a [String] {
    let param = CONTROLS.iter().find(|(there, _)| *there == control).map(|(_, param)| *param);
    param.and_then(|param| params.get(param)).map_or(&[], Vec::as_slice)
}

/// The topics that a policy asks for under a control, in its order.
pub fn topics(control: &str, policy: &Policy) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for adoption in policy.of_control(control) {
        for topic in topics_in(control, &adoption.params) {
            if !all.contains(topic) {
                all.push(topic.clone());
            }
        }
    }
    all
}

/// The topics of a control that a child was not taught yet.
pub fn gaps(child: &ChildId, control: &str, policy: &Policy, state: &State) -> Vec<String> {
    let mut missing = topics(control, policy);
    missing.retain(|topic| state.teaching.lesson(child, control, topic).is_none());
    missing
}

/// The day by which a child had been taught every topic that a duty names; `None` while one is missing.
pub(crate) fn all_taught(child: &ChildId, duty: &str, params: &Params, state: &State) -> Option<Date> {
    let control = duty.split('/').next().unwrap_or_default();
    let days = topics_in(control, params)
        .iter()
        .map(|topic| state.teaching.lesson(child, control, topic).map(|lesson| lesson.on))
        .collect::<Option<Vec<Date>>>()?;
    days.into_iter().min()
}

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let (state, today) = (context.state, date_of(context.now));
    let Command::Teach { mut children, control, topics: chosen, by, on, note } = command;
    let all = topics(&control, context.policy);
    if all.is_empty() {
        return Err(Refusal::Invalid("The policy asks for no such teaching.".into()));
    }
    if let Some(strange) = chosen.iter().find(|topic| !all.contains(topic)) {
        return Err(Refusal::Invalid(format!("“{strange}” is none of the topics that the policy names.")));
    }
    let topics = if chosen.is_empty() { all } else { chosen };
    children.sort();
    children.dedup();
    if children.is_empty() {
        return Err(Refusal::Invalid("Choose the children who were taught: at least one.".into()));
    }
    for child in &children {
        state.children.active(child)?;
    }
    let by = match (by, context.author) {
        (Some(by), _) => by,
        (None, Author::Person(id)) => id.clone(),
        _ => return Err(Refusal::Invalid("Say who taught the children.".into())),
    };
    let there = state.people.active(&by)?;
    if !there.is("team", &context.policy.catalogue) {
        return Err(Refusal::Invalid("Children are taught by somebody on the team.".into()));
    }
    let on = on.unwrap_or(today);
    if on > today {
        return Err(Refusal::Invalid("The day is today or earlier.".into()));
    }
    let note = if note.trim().is_empty() { String::new() } else { words_within(&note, 500, "The note")? };
    Ok(vec![Event::Taught { children, control, topics, by, on, note: Private::new(SETTING, note) }])
}
