//! Everybody whom a text could name: the roster that texts are checked against.

use crate::record::private::Private;
use crate::record::state::State;
use belisha_textcheck::{Entered, Named, Names, Whose};

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
    let named = |id: &str, whose, name: &Private, born| {
        let Entered { name, known_as } = Entered::read(name.known()?);
        Some(Named { id: id.to_owned(), whose, name, known_as, born })
    };
    // Under every name that they have had here.
    let children = state.children.all.iter().flat_map(|(id, child)| {
        let names = std::iter::once(&child.name).chain(&child.formerly);
        names.filter_map(|name| named(id.as_str(), Whose::Child, name, child.born_on()))
    });
    let adults = state.people.all.iter().flat_map(|(id, person)| {
        let names = std::iter::once(&person.name).chain(&person.formerly);
        names.filter_map(|name| named(id.as_str(), Whose::Staff, name, None))
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
    fn the_adults_of_a_family_are_read_from_how_it_is_called() {
        assert_eq!(parents("Jo and Sam Brook"), ["Jo Brook", "Sam Brook"]);
        assert_eq!(parents("Jo Reed & Sam Brook"), ["Jo Reed", "Sam Brook"]);
        assert!(parents("the Brook family").is_empty() && parents("").is_empty());
    }
}
