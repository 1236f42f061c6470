//! Commands about exceptions, decided into events or refused.

use crate::deciding::input::{new_id, words_within};
use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::record::author::Author;
use crate::record::ids::PersonId;
use crate::record::moment::end_of_day;
use crate::record::private::Private;
use crate::registers::exceptions::command::Command;
use crate::registers::exceptions::event::{Event, Exception};
use crate::registers::exceptions::refused::Refused;

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
                return Err(Refused::EndsInPast.into());
            }
            let why = Private::new(&person, words_within(&why, 300, "The reason")?);
            let place = place.filter(|place| !place.is_empty());
            let terms = Exception { person, act, place, why, until, by: context.author.clone() };
            Event::Granted { exception, terms }
        }
        Command::End { exception } => {
            let Some(known) = state.exceptions.all.get(&exception) else {
                return Err(Refused::Ended.into());
            };
            let own = *context.author == Author::Person(known.person.clone());
            if !own {
                may_grant(&known.act, known.place.as_deref(), context)?;
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
        return Err(Refused::NobodyGrants.into());
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
