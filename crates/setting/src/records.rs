//! The records about children and staff: every opening is written down.

use crate::ask::Question;
use crate::authority::Author;
use crate::duties::Subject;
use crate::refusal::Refusal;
use crate::state::{Context, Line};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Somebody opened the record of a child or a member of staff.
    Opened {
        /// Of whom.
        of: Subject,
    },
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Open the record of a child or a member of staff.
    Open {
        /// Of whom.
        of: Subject,
    },
}

/// Who opened a record last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opening {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Author,
    /// How often it was opened in all.
    pub times: u32,
}

/// The register of openings; each of them is a line of the log.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Records {
    /// The latest, by whom the record is about.
    pub openings: BTreeMap<Subject, Opening>,
}

impl Records {
    pub(crate) fn apply(&mut self, event: &Event, line: &Line) {
        let Event::Opened { of } = event;
        let times = self.openings.get(of).map_or(0, |there| there.times) + 1;
        self.openings.insert(of.clone(), Opening { at: line.at, by: line.author.clone(), times });
    }
}

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let Command::Open { of } = command;
    let there = match &of {
        Subject::Child(child) => context.state.children.all.contains_key(child),
        Subject::Person(person) => context.state.people.all.contains_key(person),
        _ => false,
    };
    if !there {
        return Err(Refusal::Invalid("There is no record of that name.".into()));
    }
    if let Author::Person(person) = context.author {
        let question =
            Question { act: "open-records".into(), who: Some(person.to_string()), ..Question::default() };
        question.must_be_let(context)?;
    }
    Ok(vec![Event::Opened { of }])
}
