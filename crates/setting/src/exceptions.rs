//! Exceptions granted by somebody the policy names: who, what, where, until when.

use crate::authority::Author;
use crate::ids::{ExceptionId, PersonId};
use crate::moment::end_of_day;
use crate::refusal::Refusal;
use crate::state::{Context, Line, new_id, words_within};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// An exception was granted.
    Granted { exception: ExceptionId, is: Exception },
    /// It was taken back.
    Ended { exception: ExceptionId },
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Grant an exception; it lapses at the end of the day unless an earlier time is given.
    Grant {
        exception: ExceptionId,
        person: PersonId,
        act: String,
        /// The kind of place it holds for; anywhere when left out.
        #[serde(default)]
        place: Option<String>,
        why: String,
        #[serde(default)]
        until: Option<Timestamp>,
    },
    /// Take it back.
    End { exception: ExceptionId },
}

/// An exception.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exception {
    /// For whom.
    pub person: PersonId,
    /// For which act.
    pub act: String,
    /// For which kind of place; anywhere when none.
    pub place: Option<String>,
    /// Why.
    pub why: String,
    /// Until when.
    pub until: Timestamp,
    /// By whom.
    pub by: Author,
}

/// The exceptions of today; older ones are in the log.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Exceptions {
    /// By id.
    pub all: BTreeMap<ExceptionId, Exception>,
    /// How many were ever granted.
    pub granted: u32,
}

impl Exceptions {
    pub(crate) fn apply(&mut self, event: &Event, line: &Line) {
        match event.clone() {
            Event::Granted { exception, is } => {
                self.all.retain(|_, there| there.until > line.at);
                self.all.insert(exception, is);
                self.granted += 1;
            }
            Event::Ended { exception } => {
                self.all.remove(&exception);
            }
        }
    }

    /// Whether an exception covers this person, act and place now.
    pub fn cover(&self, person: &PersonId, act: &str, place: &str, now: Timestamp) -> bool {
        self.all.values().any(|there| {
            there.person == *person
                && there.act == act
                && there.until > now
                && there.place.as_deref().is_none_or(|only| only == place)
        })
    }
}

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let event = match command {
        Command::Grant { exception, person, act, place, why, until } => {
            new_id(exception.as_str(), state.exceptions.all.contains_key(&exception), "an exception")?;
            state.people.active(&person)?;
            granted_rightly(&act, context)?;
            let last = end_of_day(context.now);
            let until = until.unwrap_or(last).min(last);
            if until <= context.now {
                return Err(Refusal::Invalid("An exception ends in the future.".into()));
            }
            let why = words_within(&why, 300, "The reason")?;
            let place = place.filter(|place| !place.is_empty());
            let is = Exception { person, act, place, why, until, by: context.author.clone() };
            Event::Granted { exception, is }
        }
        Command::End { exception } => {
            if !state.exceptions.all.contains_key(&exception) {
                return Err(Refusal::Contradiction("That exception has ended already.".into()));
            }
            Event::Ended { exception }
        }
    };
    Ok(vec![event])
}

/// Only those whom the policy names may grant, and nobody grants an exception to themselves.
fn granted_rightly(act: &str, context: &Context<'_>) -> Result<(), Refusal> {
    let grantors: Vec<String> = context.policy.grantors(act).into_iter().map(str::to_owned).collect();
    if grantors.is_empty() {
        return Err(Refusal::Contradiction("The policy knows no exception for this: nobody can grant one.".into()));
    }
    let Author::Person(by) = context.author else { return Ok(()) };
    let by = context.state.people.active(by)?;
    if by.is_any(&grantors, &context.policy.catalogue) {
        return Ok(());
    }
    let rule = context.policy.rules(act).iter().find(|rule| !rule.grantors.is_empty());
    let clause = rule.map_or_else(String::new, |rule| rule.clause.to_string());
    Err(Refusal::Clause { clause, says: format!("this is granted by the {}", belisha_policy::join_or(&grantors)) })
}
