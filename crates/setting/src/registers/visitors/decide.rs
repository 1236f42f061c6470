//! Commands about visitors, decided into events or refused.

use crate::deciding::input::{new_id, words_within};
use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::record::ids::{PersonId, VisitId};
use crate::record::moment;
use crate::record::private::Private;
use crate::registers::visitors::command::Command;
use crate::registers::visitors::event::{Arrival, Event};
use crate::registers::visitors::refused::Refused;
use crate::registers::visitors::rule::rule;
use belisha_policy::KnownRole;

/// A supervisor is on the team, and in while the day is open.
///
/// # Errors
/// The [`Refusal`] that says what is missing.
pub(crate) fn may_supervise(person: &PersonId, context: &Context<'_>) -> Result<(), Refusal> {
    let known = context.state.people.active(person)?;
    if !known.has_role(KnownRole::Team, &context.policy.catalogue) {
        return Err(Refused::NotOnTeam { name: known.name.words().to_string() }.into());
    }
    let open = context.state.day.open_on(moment::date_of(context.now));
    if open && !context.state.day.people.contains_key(person) {
        return Err(Refused::NotIn { name: known.name.words().to_string() }.into());
    }
    Ok(())
}

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let here = |visit: &VisitId| state.visitors.here.get(visit).ok_or_else(|| Refusal::from(Refused::Left));
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
            let arrival = Arrival {
                organisation: Private::new(&visit, optional(&organisation, "The organisation")?),
                name: Private::new(&visit, name),
                purpose: Private::new(&visit, optional(&purpose, "The purpose")?),
                phone,
                watch,
                lone_working,
                supervisor,
                agreed: clauses.iter().map(|(clause, _)| (*clause).to_owned()).collect(),
            };
            Event::In { visit, arrival: Box::new(arrival) }
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
