//! What a scenario expects of a concern.

use crate::scenario::ConcernExpect;
use belisha_policy::Policy;
use belisha_setting::{Author, ConcernId, PersonId, Private, State, concerns};
use jiff::Timestamp;

pub(super) fn judge(
    id: &str,
    wanted: &ConcernExpect,
    state: &State,
    policy: &Policy,
    now: Timestamp,
    say: &mut dyn FnMut(String),
) {
    let id = ConcernId::from(id);
    let Some(known) = state.concerns.all.get(&id) else {
        return say(format!("there is no concern {id}"));
    };
    let route = concerns::route(known, state, policy, now);
    let sees = |person: &String| {
        concerns::may_open(&PersonId::from(person.as_str()), &id, false, state, policy, now).allows()
    };
    for person in wanted.seen_by.iter().filter(|person| !sees(person)) {
        say(format!("{person} should see {id}; its route is {:?}", route.holders));
    }
    for person in wanted.hidden_from.iter().filter(|person| sees(person)) {
        say(format!("{person} should not see {id}; its route is {:?}", route.holders));
    }
    let steps = || route.steps.iter().map(|step| (&step.text.id, step.done.is_some())).collect::<Vec<_>>();
    let find = |name: &String| route.steps.iter().find(|step| step.text.id == *name);
    let mut of_steps = |names: &[String], word: &str, is: &dyn Fn(&String) -> bool| {
        for name in names.iter().filter(|name| !is(name)) {
            say(format!("the step {name} of {id} should be {word}; there are {:?}", steps()));
        }
    };
    of_steps(&wanted.to_do, "to do", &|name| find(name).is_some_and(|step| step.done.is_none()));
    of_steps(&wanted.done, "done", &|name| find(name).is_some_and(|step| step.done.is_some()));
    of_steps(&wanted.late, "late", &|name| find(name).is_some_and(|step| step.late(now)));
    of_steps(&wanted.not_late, "in time", &|name| find(name).is_some_and(|step| !step.late(now)));
    of_steps(&wanted.no_step, "absent", &|name| find(name).is_none());
    for clause in wanted.clauses.iter().filter(|clause| !route.clauses.contains(clause)) {
        say(format!("{clause} should send {id} its way; there are {:?}", route.clauses));
    }
    let bodies: Vec<&String> = route.steps.iter().flat_map(|step| step.text.bodies()).collect();
    for body in wanted.bodies.iter().filter(|body| !bodies.contains(body)) {
        say(format!("{body} should be on the page of {id}; there are {bodies:?}"));
    }
    let mut is = |word: &str, wanted: Option<bool>, is: bool| {
        if wanted.is_some_and(|wanted| wanted != is) {
            say(format!("{id} should{} be {word}", if is { " not" } else { "" }));
        }
    };
    is("closed", wanted.closed, known.closed.is_some());
    is("with nobody", wanted.nobody, route.nobody());
    if wanted.times_read.is_some_and(|times| times != known.times_read) {
        say(format!("{id} was read {} times", known.times_read));
    }
    let words = |of: &Private| of.words().to_owned();
    let kept = known.child_said.as_ref().map(words);
    if wanted.child_said.is_some() && wanted.child_said != kept {
        say(format!("the child's words should be kept as said; there is {kept:?}"));
    }
    let lines: Vec<String> = known
        .chronology
        .iter()
        .map(|entry| {
            let by = match &entry.by {
                Author::Person(person) => person.as_str(),
                Author::Door(door) => door.as_str(),
                Author::Program => "program",
                Author::Family(child) => child.as_str(),
            };
            format!("{by}: {}", entry.words.as_ref().map_or(String::new(), words))
        })
        .collect();
    let mut rest = lines.iter();
    for line in wanted.wrote.iter().filter(|line| !rest.any(|known| known == *line)) {
        say(format!("`{line}` should be in the chronology of {id}, in this order; there are {lines:?}"));
    }
    for (step, reference) in &wanted.references {
        let kept = known.steps.get(step).and_then(|done| done.reference.as_ref().map(words));
        if kept.as_ref() != Some(reference) {
            say(format!("the reference of {step} should be {reference}; there is {kept:?}"));
        }
    }
    let told = known.steps.values().find_map(|done| done.told);
    if wanted.told.is_some() && wanted.told != told {
        say(format!("the decision about the parents of {id} is {told:?}"));
    }
}
