//! Everybody whom a text could name: the roster that texts are checked against.

use crate::record::state::State;
use belisha_textcheck::{Named, Names, Whose};

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
pub(crate) fn names(state: &State) -> Names {
    let children = state.children.all.iter().filter_map(|(id, child)| {
        let (name, known_as) = called(child.name.known()?);
        Some(Named { id: id.to_string(), whose: Whose::Child, name, known_as, born: child.born_on() })
    });
    let adults = state.people.all.iter().filter_map(|(id, person)| {
        let (name, known_as) = called(person.name.known()?);
        Some(Named { id: id.to_string(), whose: Whose::Staff, name, known_as, born: None })
    });
    let families = state.children.all.iter().flat_map(|(id, child)| {
        parents(child.family.known().unwrap_or_default()).into_iter().map(|name| Named {
            id: id.to_string(),
            whose: Whose::Parent,
            name,
            known_as: Vec::new(),
            born: None,
        })
    });
    let setting = Some(state.profile.name.clone()).filter(|name| !name.is_empty());
    let people = children.chain(adults).chain(families).filter(|named| !named.name.is_empty()).collect();
    Names { people, setting: setting.into_iter().collect() }
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
