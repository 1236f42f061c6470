//! Words before they go out: what the check finds in a text, judged by the policy for where the text is to go.

use crate::reading::wording::finding::{Found, Verdict};
use crate::reading::wording::judge::Judge;
use crate::reading::wording::names::names;
use crate::record::ids::{ChildId, PersonId};
use crate::record::state::State;
use belisha_policy::{Policy, TextOutlet as Outlet};
use belisha_textcheck::{Checker, FindingKind, Sure, Whose};
use std::sync::Arc;

/// Everything in a text that the policy, or plain care, would have somebody look at. `by` is whose text it is: nobody
/// is stopped from naming themselves on their own page.
pub fn check(
    text: &str,
    outlet: Outlet,
    by: Option<&PersonId>,
    state: &State,
    policy: &Policy,
) -> Vec<Found> {
    checked(text, outlet, by, false, state, policy)
}

/// The same for words that go out beside a picture, where no child is named.
pub fn beside_picture(text: &str, outlet: Outlet, state: &State, policy: &Policy) -> Vec<Found> {
    checked(text, outlet, None, true, state, policy)
}

fn checked(
    text: &str,
    outlet: Outlet,
    by: Option<&PersonId>,
    pictures: bool,
    state: &State,
    policy: &Policy,
) -> Vec<Found> {
    let checker = match checker(state) {
        Ok(checker) => checker,
        // A text that could not be checked is not let out.
        Err(error) => {
            let says = format!("this text could not be checked: {error}");
            let (kind, sure, clauses) = (FindingKind::FullName, Sure::Certain, Vec::new());
            return vec![Found {
                at: 0..0,
                words: String::new(),
                kind,
                sure,
                verdict: Verdict::Stop,
                clauses,
                says,
            }];
        }
    };
    let found = checker.check(text);
    let judge = Judge::new(outlet, by, pictures, &found, state, policy);
    found.into_iter().filter_map(|finding| judge.judged(text, finding)).collect()
}

/// The checker for everybody on the registers. It is made anew only when somebody joins, leaves or changes, which the
/// fold sees to.
fn checker(state: &State) -> Result<Arc<Checker>, belisha_textcheck::Error> {
    state.checker.get_or(|| Checker::new(&names(state)))
}

/// The adults of the setting whom a text names, or may name.
pub(crate) fn staff_named(text: &str, state: &State) -> Vec<PersonId> {
    let Ok(checker) = checker(state) else { return Vec::new() };
    let mut named: Vec<PersonId> = checker
        .check(text)
        .into_iter()
        .flat_map(|finding| finding.of.to_vec())
        .map(PersonId::from)
        .filter(|id| state.people.all.contains_key(id))
        .collect();
    named.sort();
    named.dedup();
    named
}

/// The children whom a text names for certain.
pub(crate) fn children_named(text: &str, state: &State) -> Vec<ChildId> {
    let Ok(checker) = checker(state) else { return Vec::new() };
    let mut named: Vec<ChildId> = checker
        .check(text)
        .into_iter()
        .filter(|finding| finding.whose == Some(Whose::Child) && finding.sure == Sure::Certain)
        // Where two children share a name, one of them is meant.
        .filter_map(|finding| finding.of.first().map(|id| ChildId::from(id.as_ref())))
        .filter(|id| state.children.all.contains_key(id))
        .collect();
    named.sort();
    named.dedup();
    named
}
