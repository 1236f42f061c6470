//! Words before they go out: what the check finds in a text, judged by the policy for where the text is to go.

mod judge;
mod outlet;

pub use outlet::Outlet;

use crate::ids::{ChildId, PersonId};
use crate::refusal::Refusal;
use crate::standing::Standing;
use crate::state::State;
use belisha_policy::{Adoption, Policy};
use belisha_textcheck::{Checker, Named, Names, Whose};
use judge::Judge;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::{Arc, Mutex};

pub use belisha_textcheck::{Sure, What};

/// What is to be done about a finding. Ordered: the later, the worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It may stay.
    Pass,
    /// Somebody looks at it and judges.
    Look,
    /// It must not go out.
    Stop,
}

impl Verdict {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Pass => "may stay",
            Self::Look => "look at it",
            Self::Stop => "take it out",
        }
    }
}

/// Something found, and what is to be done about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found {
    /// Where, in bytes of the text.
    pub at: Range<usize>,
    /// The words found.
    pub words: String,
    /// What they are.
    pub what: What,
    /// How sure that is.
    pub sure: Sure,
    /// What is to be done.
    pub verdict: Verdict,
    /// The clauses behind it; empty where the policy does not speak of it.
    pub clauses: Vec<String>,
    /// Why, and what to write instead.
    pub says: String,
}

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

/// Refused while anything that was found must not go out.
pub(crate) fn stopped(found: &[Found]) -> Result<(), Refusal> {
    let stops: Vec<&Found> = found.iter().filter(|there| there.verdict == Verdict::Stop).collect();
    if stops.is_empty() {
        return Ok(());
    }
    let mut clauses: Vec<String> = stops.iter().flat_map(|there| there.clauses.clone()).collect();
    clauses.sort();
    clauses.dedup();
    let mut says: Vec<String> =
        stops.iter().map(|there| format!("“{}”: {}", there.words, there.says)).collect();
    says.dedup();
    let says = says.join("; ");
    Err(if clauses.is_empty() {
        Refusal::Invalid(format!("No: {says}."))
    } else {
        Refusal::Clause { clauses, says }
    })
}

fn checked(
    text: &str,
    outlet: Outlet,
    by: Option<&PersonId>,
    pictures: bool,
    state: &State,
    policy: &Policy,
) -> Vec<Found> {
    let checker = match checker(names(state)) {
        Ok(checker) => checker,
        // A text that could not be checked is not let out.
        Err(error) => {
            let says = format!("this text could not be checked: {error}");
            let (what, sure, clauses) = (What::FullName, Sure::Certain, Vec::new());
            return vec![Found {
                at: 0..0,
                words: String::new(),
                what,
                sure,
                verdict: Verdict::Stop,
                clauses,
                says,
            }];
        }
    };
    let found = checker.check(text);
    let remark =
        found.iter().filter(|there| there.what == What::RemarkAboutWork).map(|there| there.sure).max();
    let judge = Judge { outlet, by, remark, pictures, state, policy };
    found.into_iter().filter_map(|finding| judge.judged(text, finding)).collect()
}

/// The checker of a roster. The latest is kept, because a roster changes far less often than texts are checked; the same
/// roster always makes the same checker, so keeping it changes no answer.
fn checker(names: Names) -> Result<Arc<Checker>, belisha_textcheck::Error> {
    static LATEST: Mutex<Option<(Names, Arc<Checker>)>> = Mutex::new(None);
    let mut latest = LATEST.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some((_, checker)) = latest.as_ref().filter(|(known, _)| *known == names) {
        return Ok(checker.clone());
    }
    let checker = Arc::new(Checker::new(&names)?);
    *latest = Some((names, checker.clone()));
    Ok(checker)
}

/// The adults of the setting whom a text names, or may name.
pub(crate) fn staff_named(text: &str, state: &State) -> Vec<PersonId> {
    let Ok(checker) = checker(names(state)) else { return Vec::new() };
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
    let Ok(checker) = checker(names(state)) else { return Vec::new() };
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

/// A name as it is entered, without what stands in brackets, and what stands there: "Alexandra (Sandy, Lexi) Brook" is
/// also called Sandy and Lexi.
fn called(entered: &str) -> (String, Vec<String>) {
    let (mut name, mut known_as) = (String::new(), Vec::new());
    let mut rest = entered;
    while let Some((before, inside, after)) = rest
        .split_once('(')
        .and_then(|(before, tail)| tail.split_once(')').map(|(inside, after)| (before, inside, after)))
    {
        name.push_str(before);
        let also = inside.split(',').map(str::trim).filter(|also| !also.is_empty());
        known_as.extend(also.map(str::to_owned));
        rest = after;
    }
    name.push_str(rest);
    (name.split_whitespace().collect::<Vec<_>>().join(" "), known_as)
}

/// The names of the adults of a family, as the register of children has them: "Jo and Sam Brook", "the Brook family".
fn parents(family: &str) -> Vec<String> {
    let said = family.replace([',', '&', ';', '/'], " and ");
    let parts: Vec<&str> = said.split(" and ").map(str::trim).filter(|part| !part.is_empty()).collect();
    let surname = parts.last().and_then(|last| last.split_whitespace().last()).unwrap_or_default();
    parts
        .iter()
        .filter(|part| !part.split_whitespace().any(|word| word.eq_ignore_ascii_case("family")))
        .map(|part| if part.contains(' ') { (*part).to_owned() } else { format!("{part} {surname}") })
        .collect()
}

/// Everybody on the registers, those who left included, their families, and the setting.
fn names(state: &State) -> Names {
    let there = |name: &str| !name.is_empty() && name != "—";
    let children = state.children.all.iter().map(|(id, child)| {
        let (name, known_as) = called(child.name.words());
        Named { id: id.to_string(), whose: Whose::Child, name, known_as, born: child.born_on() }
    });
    let adults = state.people.all.iter().map(|(id, person)| {
        let (name, known_as) = called(person.name.words());
        Named { id: id.to_string(), whose: Whose::Staff, name, known_as, born: None }
    });
    let families = state.children.all.iter().flat_map(|(id, child)| {
        parents(child.family.words()).into_iter().map(|name| Named {
            id: id.to_string(),
            whose: Whose::Parent,
            name,
            known_as: Vec::new(),
            born: None,
        })
    });
    let setting = Some(state.profile.name.clone()).filter(|name| there(name));
    let people = children.chain(adults).chain(families).filter(|named| there(&named.name)).collect();
    Names { people, setting: setting.into_iter().collect() }
}

/// What is on record of words that went out under a control.
pub(crate) fn evidence(adoption: &Adoption, state: &State) -> Vec<(Standing, String)> {
    let published = state.posts.all.values().filter(|post| post.published.is_some()).count();
    let words = match &*adoption.control {
        "messaging.no-full-names" | "social.no-naming-setting" | "social.no-naming-people" => {
            "Check words looks for it before anything goes out".to_owned()
        }
        "social.official-no-names" | "data.publication-consent" => {
            format!("every post is checked before it is approved; {published} published so far")
        }
        "social.official-respectful" => {
            format!("no post goes out unless somebody else approved it; {published} published so far")
        }
        _ => return Vec::new(),
    };
    vec![(Standing::Kept, words)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_brackets_is_what_somebody_is_also_called() {
        let also = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            called("Alexandra (Sandy, Lexi) Brook"),
            ("Alexandra Brook".into(), also(&["Sandy", "Lexi"]))
        );
        assert_eq!(called("Asha A."), ("Asha A.".into(), Vec::new()));
        assert_eq!(called("Odd (name"), ("Odd (name".into(), Vec::new()), "an open bracket is part of it");
    }

    #[test]
    fn the_adults_of_a_family_are_read_from_how_it_is_called() {
        assert_eq!(parents("Jo and Sam Brook"), ["Jo Brook", "Sam Brook"]);
        assert_eq!(parents("Jo Reed & Sam Brook"), ["Jo Reed", "Sam Brook"]);
        assert!(parents("the Brook family").is_empty() && parents("").is_empty());
    }
}
