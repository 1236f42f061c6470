//! Exceptions granted by somebody the policy names: who, what, where, until when.

use crate::authority::Author;
use crate::ids::{ExceptionId, PersonId};
use crate::moment::end_of_day;
use crate::private::Private;
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
    pub why: Private,
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
    /// `places` are the words for the place: its id, name and kind.
    pub fn cover(&self, person: &PersonId, act: &str, places: &[&str], now: Timestamp) -> bool {
        self.held_by(person, now)
            .any(|there| there.act == act && there.place.as_deref().is_none_or(|only| places.contains(&only)))
    }

    /// Somebody's exceptions that hold now.
    pub fn held_by(&self, person: &PersonId, now: Timestamp) -> impl Iterator<Item = &Exception> {
        self.all.values().filter(move |there| there.person == *person && there.until > now)
    }
}

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let event = match command {
        Command::Grant { exception, person, act, place, why, until } => {
            new_id(exception.as_str(), state.exceptions.all.contains_key(&exception), "an exception")?;
            state.people.active(&person)?;
            granted_rightly(&person, &act, place.as_deref(), context)?;
            let last = end_of_day(context.now);
            let until = until.unwrap_or(last).min(last);
            if until <= context.now {
                return Err(Refusal::Invalid("An exception ends in the future.".into()));
            }
            let why = Private::new(&person, words_within(&why, 300, "The reason")?);
            let place = place.filter(|place| !place.is_empty());
            let is = Exception { person, act, place, why, until, by: context.author.clone() };
            Event::Granted { exception, is }
        }
        Command::End { exception } => {
            let Some(there) = state.exceptions.all.get(&exception) else {
                return Err(Refusal::Contradiction("That exception has ended already.".into()));
            };
            let own = *context.author == Author::Person(there.person.clone());
            if !own {
                may_grant(&there.act, there.place.as_deref(), context)?;
            }
            Event::Ended { exception }
        }
    };
    Ok(vec![event])
}

/// Only those whom the policy names may grant, and nobody grants an exception to themselves.
fn granted_rightly(
    person: &PersonId,
    act: &str,
    place: Option<&str>,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    let clause = may_grant(act, place, context)?;
    if *context.author == Author::Person(person.clone()) {
        return Err(Refusal::clause(clause, "nobody grants an exception to themselves: ask another who may"));
    }
    Ok(())
}

/// Whether the author is one of those whom the policy names; gives the clause that names them.
fn may_grant(act: &str, place: Option<&str>, context: &Context<'_>) -> Result<String, Refusal> {
    let grantors: Vec<String> = context.policy.grantors(act).into_iter().map(str::to_owned).collect();
    if grantors.is_empty() {
        return Err(Refusal::Contradiction(
            "The policy knows no exception for this: nobody can grant one.".into(),
        ));
    }
    let kind =
        place.map(|word| context.state.places.find(word).map_or(word, |(_, place)| place.kind.as_str()));
    let rules = || context.policy.rules(act).iter().filter(|rule| !rule.grantors.is_empty());
    let about = rules().find(|rule| kind.is_some_and(|kind| rule.places.iter().any(|place| place == kind)));
    let clause = about.or_else(|| rules().next()).map_or_else(String::new, |rule| rule.clause.to_string());
    let Author::Person(by) = context.author else { return Ok(clause) };
    if context.state.people.active(by)?.is_any(&grantors, &context.policy.catalogue) {
        return Ok(clause);
    }
    Err(Refusal::clause(clause, format!("this is granted by the {}", belisha_policy::join_or(&grantors))))
}
