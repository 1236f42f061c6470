//! Visitors: the rule read, their devices, who is with them, and when they went.

use crate::ids::{PersonId, VisitId};
use crate::private::Private;
use crate::refusal::Refusal;
use crate::state::{Context, Line, new_id, words_within};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What happens to a visitor's phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phone {
    /// None with them.
    None,
    /// Handed over until they leave.
    HandedOver,
    /// In a pocket, not used.
    Kept,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A visitor came.
    In { visit: VisitId, is: Box<Arrival> },
    /// Somebody is with them.
    SupervisorSet { visit: VisitId, supervisor: Option<PersonId> },
    /// They left, and their phone was given back.
    Out { visit: VisitId },
}

/// A visitor's arrival.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Arrival {
    /// Their name.
    pub name: Private,
    /// Where they are from.
    pub organisation: Private,
    /// Why they came.
    pub purpose: Private,
    /// What happens to their phone.
    pub phone: Phone,
    /// Whether they wear a smartwatch.
    pub watch: bool,
    /// Whether their organisation has a lone-working rule.
    pub lone_working: bool,
    /// Who is with them.
    pub supervisor: Option<PersonId>,
    /// The clauses they were shown and agreed to.
    pub agreed: Vec<String>,
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Sign a visitor in.
    In {
        visit: VisitId,
        name: String,
        #[serde(default)]
        organisation: String,
        #[serde(default)]
        purpose: String,
        phone: Phone,
        #[serde(default)]
        watch: bool,
        #[serde(default)]
        lone_working: bool,
        #[serde(default)]
        supervisor: Option<PersonId>,
        /// That the rule was read and is agreed to.
        agreed: bool,
    },
    /// Say who is with them.
    SetSupervisor {
        visit: VisitId,
        #[serde(default)]
        supervisor: Option<PersonId>,
    },
    /// Sign them out.
    Out { visit: VisitId },
}

/// One visit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Visit {
    /// As they came.
    pub is: Arrival,
    /// When.
    pub since: Timestamp,
}

/// Who is visiting; earlier visits are in the log.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Visitors {
    /// By id.
    pub here: BTreeMap<VisitId, Visit>,
    /// How many there ever were.
    pub ever: u32,
}

impl Visitors {
    pub(crate) fn apply(&mut self, event: &Event, line: &Line) {
        match event.clone() {
            Event::In { visit, is } => {
                self.here.insert(visit, Visit { is: *is, since: line.at });
                self.ever += 1;
            }
            Event::SupervisorSet { visit, supervisor } => {
                if let Some(there) = self.here.get_mut(&visit) {
                    there.is.supervisor = supervisor;
                }
            }
            Event::Out { visit } => {
                self.here.remove(&visit);
            }
        }
    }
}

/// The clauses that a visitor reads and agrees to, with their text.
pub fn rule(policy: &belisha_policy::Policy) -> Vec<(&str, &str)> {
    let asks = |clause: &&belisha_policy::Clause| {
        clause
            .adopts
            .keys()
            .any(|id| policy.catalogue.controls.get(id).is_some_and(|control| control.asks_visitors))
    };
    policy.pack.clauses.iter().filter(asks).map(|clause| (clause.id.as_str(), clause.says.as_str())).collect()
}

/// A supervisor is on the team, and in while the day is open.
///
/// # Errors
/// The [`Refusal`] that says what is missing.
pub(crate) fn may_supervise(person: &PersonId, context: &Context<'_>) -> Result<(), Refusal> {
    let there = context.state.people.active(person)?;
    if !there.is("team", &context.policy.catalogue) {
        return Err(Refusal::Invalid(format!(
            "{} is not on the team and cannot supervise.",
            there.name.words()
        )));
    }
    let open = context.state.day.open_on(crate::moment::date_of(context.now));
    if open && !context.state.day.people.contains_key(person) {
        return Err(Refusal::Contradiction(format!(
            "{} is not signed in and cannot supervise.",
            there.name.words()
        )));
    }
    Ok(())
}

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let here = |visit: &VisitId| {
        state
            .visitors
            .here
            .get(visit)
            .ok_or_else(|| Refusal::Contradiction("That visitor has left already.".into()))
    };
    let event = match command {
        Command::In {
            visit,
            name,
            organisation,
            purpose,
            phone,
            watch,
            lone_working,
            supervisor,
            agreed,
        } => {
            new_id(visit.as_str(), state.visitors.here.contains_key(&visit), "a visit")?;
            let name = words_within(&name, 120, "Your name")?;
            let clauses = rule(context.policy);
            if !agreed && !clauses.is_empty() {
                return Err(Refusal::Clause {
                    clauses: clauses.iter().map(|(clause, _)| (*clause).to_owned()).collect(),
                    says: "a visitor reads the rule on phones and agrees to it before coming in".into(),
                });
            }
            supervisor.as_ref().map_or(Ok(()), |person| may_supervise(person, context))?;
            let optional = |words: &str, what: &str| match words.trim() {
                "" => Ok(String::new()),
                words => words_within(words, 120, what),
            };
            let is = Arrival {
                organisation: Private::new(&visit, optional(&organisation, "The organisation")?),
                name: Private::new(&visit, name),
                purpose: Private::new(&visit, optional(&purpose, "The purpose")?),
                phone,
                watch,
                lone_working,
                supervisor,
                agreed: clauses.iter().map(|(clause, _)| (*clause).to_owned()).collect(),
            };
            Event::In { visit, is: Box::new(is) }
        }
        Command::SetSupervisor { visit, supervisor } => {
            here(&visit)?;
            supervisor.as_ref().map_or(Ok(()), |person| may_supervise(person, context))?;
            Event::SupervisorSet { visit, supervisor }
        }
        Command::Out { visit } => {
            here(&visit)?;
            Event::Out { visit }
        }
    };
    Ok(vec![event])
}
