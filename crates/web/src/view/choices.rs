//! What lists and selects offer, sorted by name.

use belisha_setting::{ChildId, PersonId, State};

/// A choice of a list: its id and its name.
pub(crate) type Choice = (String, String);

/// The order of names: capitals and small letters are alike.
pub(crate) fn name_order(name: &str) -> String {
    name.to_lowercase()
}

/// Choices in the order of their names.
pub(crate) fn sorted(choices: impl IntoIterator<Item = Choice>) -> Vec<Choice> {
    let mut choices: Vec<Choice> = choices.into_iter().collect();
    choices.sort_by_cached_key(|(_, name)| name_order(name));
    choices
}

/// Everyone on the register, by name.
pub(crate) fn people(state: &State) -> Vec<Choice> {
    people_where(state, |_| true)
}

/// Everyone on the register of whom something holds, by name.
pub(crate) fn people_where(state: &State, holds: impl Fn(&PersonId) -> bool) -> Vec<Choice> {
    let people = state.people.here().filter(|(id, _)| holds(id));
    sorted(people.map(|(id, person)| (id.to_string(), person.name.words().to_owned())))
}

/// Every child on the register, by name.
pub(crate) fn children(state: &State) -> Vec<Choice> {
    children_where(state, |_| true)
}

/// Every child on the register of whom something holds, by name.
pub(crate) fn children_where(state: &State, holds: impl Fn(&ChildId) -> bool) -> Vec<Choice> {
    let children = state.children.here().filter(|(id, _)| holds(id));
    sorted(children.map(|(id, child)| (id.to_string(), child.name.words().to_owned())))
}

/// Every place, by name.
pub(crate) fn places(state: &State) -> Vec<Choice> {
    sorted(state.places.all.iter().map(|(id, place)| (id.to_string(), place.name.clone())))
}
