//! Where a concern goes: who acts on it, what they must do, and by when.

use crate::record::author::Author;
use crate::record::ids::PersonId;
use crate::record::state::State;
use crate::registers::concerns::state::{Concern, StepDone};
use crate::registers::people::state::Person;
use belisha_policy::KnownRole;
use belisha_policy::{Policy, RouteInForce, StepText};
use jiff::{SignedDuration, Timestamp};

/// To whom a concern falls when nobody whom the policy names is left, in this order: the manager last, who is closest to
/// most of what staff are suspected of.
const FALLS_TO: [KnownRole; 4] =
    [KnownRole::DeputySafeguardingLead, KnownRole::Deputy, KnownRole::Chair, KnownRole::Manager];

/// Where a concern goes.
#[derive(Debug, Clone)]
pub struct Route {
    /// Who acts on it and may read it. Nobody it is about is among them.
    pub holders: Vec<PersonId>,
    /// The clauses that send it this way; empty when no clause does.
    pub clauses: Vec<String>,
    /// What must be on record before it can be closed.
    pub steps: Vec<Step>,
    /// Whether nobody whom the policy names was left, and it fell to somebody else.
    pub fell: bool,
    /// Whether not even that there is such a concern is shown to others.
    pub quiet: bool,
}

/// A step of a route.
#[derive(Debug, Clone)]
pub struct Step {
    /// What is done.
    pub text: StepText,
    /// The clauses that ask for it.
    pub clauses: Vec<String>,
    /// By when.
    pub by: Timestamp,
    /// What was done.
    pub done: Option<StepDone>,
}

impl Step {
    /// Whether it should have been done by now.
    pub fn late(&self, now: Timestamp) -> bool {
        self.done.is_none() && !self.text.optional && now > self.by
    }
}

impl Route {
    /// Whether nobody at all is left who may act on it.
    pub fn nobody(&self) -> bool {
        self.holders.is_empty()
    }

    /// The first step that is still to be done before the concern can be closed.
    pub fn next(&self) -> Option<&Step> {
        self.steps.iter().find(|step| step.done.is_none() && !step.text.optional)
    }
}

/// The routes of the policy that take a concern now.
fn routes<'a>(concern: &'a Concern, policy: &'a Policy) -> impl Iterator<Item = &'a RouteInForce> {
    policy.routes.iter().filter(|route| {
        route.takes(&concern.kind)
            && (!route.with_children || !concern.children.is_empty())
            && (!route.taken || concern.taken.contains_key(&*route.control))
    })
}

/// Where a concern goes, by the policy and the people who are here.
pub fn route(concern: &Concern, state: &State, policy: &Policy, now: Timestamp) -> Route {
    let kind = policy.catalogue.concerns.get(&concern.kind);
    let mut steps: Vec<Step> = Vec::new();
    let mut clauses: Vec<String> = Vec::new();
    let (mut roles, mut escalates): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let (mut anyone, mut quiet) = (false, kind.is_some_and(|kind| kind.quiet));
    let due = |from: Timestamp, step: &StepText| {
        from.checked_add(SignedDuration::from_hours(step.within_hours)).unwrap_or(from)
    };
    for base in kind.into_iter().flat_map(|kind| &kind.step) {
        let done = concern.steps.get(&base.id).cloned();
        steps.push(Step { text: base.clone(), clauses: Vec::new(), by: due(concern.raised, base), done });
    }
    for on_record in routes(concern, policy) {
        let from = concern.taken.get(&*on_record.control).copied().unwrap_or(concern.raised);
        roles.extend(on_record.to.iter().cloned());
        escalates.extend(on_record.escalates.iter().cloned());
        anyone |= on_record.anyone;
        quiet |= on_record.quiet;
        let of_policy = !on_record.control.starts_with("house.");
        if of_policy && !clauses.iter().any(|clause| **clause == *on_record.clause) {
            clauses.push(on_record.clause.to_string());
        }
        for text in &on_record.steps {
            let by = due(from, text);
            if let Some(known) = steps.iter_mut().find(|step| step.text.id == text.id) {
                known.by = known.by.min(by);
                known.text.optional &= text.optional;
                known.clauses.push(on_record.clause.to_string());
                continue;
            }
            let done = concern.steps.get(&text.id).cloned();
            steps.push(Step { text: text.clone(), clauses: vec![on_record.clause.to_string()], by, done });
        }
    }
    steps.sort_by_key(|step| step.by);
    if roles.is_empty() {
        roles = if anyone {
            vec![KnownRole::Team.into()]
        } else {
            kind.map_or_else(Vec::new, |kind| kind.to.clone())
        };
    }
    let holding = |roles: &[String]| holding(roles, concern, state, policy, true);
    let next_in_line = |but: &[PersonId]| -> Vec<PersonId> {
        let left = FALLS_TO.iter().map(|role| holding(&[String::from(*role)]));
        let further = left.map(|left| left.into_iter().filter(|id| !but.contains(id)).collect::<Vec<_>>());
        further.into_iter().find(|left| !left.is_empty()).unwrap_or_default()
    };
    let mut holders = holding(&roles);
    let fell = holders.is_empty();
    if fell {
        holders = next_in_line(&[]);
    }
    if holders.is_empty() {
        // Nobody held a post when it was raised: a child must not wait for that.
        let in_turn =
            std::iter::once(roles.clone()).chain(FALLS_TO.iter().map(|role| vec![String::from(*role)]));
        let left = in_turn.map(|roles| self::holding(&roles, concern, state, policy, false));
        holders = left.into_iter().find(|left| !left.is_empty()).unwrap_or_default();
    }
    // Whoever was on the route may have been named to get them off it: whoever did that is not left alone with it.
    let was_on_route = |id: &PersonId| {
        state.people.all.get(id).is_some_and(|person| person.is_any(&roles, &policy.catalogue))
    };
    let displaced = concern.named_since.iter().any(|(named, by)| {
        let alone = matches!((holders.as_slice(), by), ([left], Author::Person(by)) if left == by);
        alone && *by != Author::Person(named.clone()) && was_on_route(named)
    });
    let late = concern.closed.is_none() && steps.iter().any(|step| step.late(now));
    let joining = if displaced { next_in_line(&holders) } else { Vec::new() };
    let escalating = if late { holding(&escalates) } else { Vec::new() };
    holders.extend(joining.into_iter().chain(escalating));
    holders.sort();
    holders.dedup();
    Route { holders, clauses, steps, fell, quiet }
}

/// Who holds one of the roles, and is not whom it is about. By a post that was given after the concern was raised nobody
/// is among them, unless somebody on the route let them in.
fn holding(
    roles: &[String],
    concern: &Concern,
    state: &State,
    policy: &Policy,
    only_since_before: bool,
) -> Vec<PersonId> {
    let catalogue = &policy.catalogue;
    let here = state.people.here().filter(|(id, person)| {
        !concern.adults.contains(*id)
            && if only_since_before && !concern.let_in.contains(*id) {
                held_before(person, roles, concern, policy)
            } else {
                person.is_any(roles, catalogue)
            }
    });
    here.map(|(id, _)| id.clone()).collect()
}

fn held_before(person: &Person, roles: &[String], concern: &Concern, policy: &Policy) -> bool {
    let before: Vec<String> = person
        .roles
        .iter()
        .filter(|role| person.posts.get(*role).is_none_or(|post| post.line < concern.line))
        .cloned()
        .collect();
    let all = policy.catalogue.with_classes(before.iter().map(String::as_str));
    roles.iter().any(|role| all.contains(&role.as_str()))
}

/// Who would be on the route of a concern but for having been given their post after it was raised.
pub fn waiting(concern: &Concern, state: &State, policy: &Policy, now: Timestamp) -> Vec<PersonId> {
    let on_it = route(concern, state, policy, now).holders;
    let roles: Vec<String> = routes(concern, policy)
        .flat_map(|on_record| on_record.to.iter().cloned())
        .chain(
            policy.catalogue.concerns.get(&concern.kind).into_iter().flat_map(|kind| kind.to.iter().cloned()),
        )
        .chain(FALLS_TO.iter().map(|role| String::from(*role)))
        .collect();
    let all = holding(&roles, concern, state, policy, false);
    all.into_iter()
        .filter(|id| !on_it.contains(id) && !held_any_before(id, &roles, concern, state, policy))
        .collect()
}

fn held_any_before(
    id: &PersonId,
    roles: &[String],
    concern: &Concern,
    state: &State,
    policy: &Policy,
) -> bool {
    state.people.all.get(id).is_some_and(|person| held_before(person, roles, concern, policy))
}

/// Whether somebody is on the route of a concern.
pub fn on_route(
    person: &PersonId,
    concern: &Concern,
    state: &State,
    policy: &Policy,
    now: Timestamp,
) -> bool {
    route(concern, state, policy, now).holders.contains(person)
}

/// Whether a step of an open concern is late.
pub fn is_late(concern: &Concern, state: &State, policy: &Policy, now: Timestamp) -> bool {
    concern.closed.is_none() && route(concern, state, policy, now).steps.iter().any(|step| step.late(now))
}
