//! Whom a finding is about, and how it is written down.

use super::*;
use crate::testing::{certain, found, names, nothing, possible};
use std::sync::LazyLock;

static CHECKER: LazyLock<Checker> = LazyLock::new(|| Checker::new(&names()).unwrap());

/// The ids in each finding.
fn of(text: &str) -> Vec<String> {
    CHECKER.check(text).iter().map(|finding| finding.of.join(" ")).collect()
}

#[test]
fn a_name_of_several_lists_them_all() {
    assert_eq!(of("so Asha sang"), ["asha asha2"]);
    assert_eq!(of("Asha Verrin, Asha B and A. Brown"), ["asha", "asha2", "asha2"]);
    assert_eq!(of("Mrs Penhallow"), ["grace mark"]);
    assert_eq!(of("Ahsa sang"), ["asha asha2"]);
    assert_eq!(of("Ring 07700 900123"), [""]);
}

#[test]
fn whose_it_is() {
    let whose = |text: &str| CHECKER.check(text).first().and_then(|finding| finding.whose);
    assert_eq!(whose("with Mark"), Some(Whose::Parent));
    assert_eq!(whose("Mrs Penhallow"), Some(Whose::Child), "of a child and a parent, the child's");
    assert_eq!(whose("Priyanka Desai"), Some(Whose::Staff));
    assert_eq!(whose("my boss"), None);
}

#[test]
fn a_date_of_birth_names_whose_it_is() {
    assert_eq!(of("12/03/2022"), ["asha"]);
    assert_eq!(of("dob 1/1/1990"), [""]);
}

#[test]
fn names_in_an_address_or_a_handle_are_kept() {
    assert_eq!(found("@asha_verrin_x"), ["@asha_verrin_x: handle"]);
    assert_eq!(of("@asha_verrin_x"), ["asha"]);
    assert_eq!(of("priya@bears.example"), ["priya"]);
}

#[test]
fn misspelt_names() {
    for text in ["Priyanca", "Hartnol", "Thistelwood", "Lindqvists"] {
        let kind = if text == "Priyanca" { "first-name" } else { "surname" };
        possible(&format!("so {text} sang"), &[&format!("{text}: {kind}")]);
    }
    for text in ["priyanca sang", "Asho sang", "Grade two", "Mart", "Hartnoell's2"] {
        let found = found(text);
        assert!(!found.iter().any(|known| known.ends_with('?')), "{text}: {found:?}");
    }
}

#[test]
fn other_scripts() {
    certain("今天王小明来了", &["王小明: full-name"]);
    certain("和小明", &["小明: first-name"]);
    nothing("小红来了");
}

#[test]
fn a_blank_roster_is_no_error() {
    let blank = crate::roster::Named { name: " ".to_owned(), ..names().people[0].clone() };
    let names = Names { people: vec![blank], setting: vec![String::new(), " - ".to_owned()] };
    assert!(Checker::new(&names).unwrap().check("Asha - at Amber Lane").is_empty());
}

#[test]
fn too_many_people_are_an_error() {
    let one = names().people[0].clone();
    let names = Names { people: vec![one; crate::names::PEOPLE_MAX + 1], setting: Vec::new() };
    let error = Checker::new(&names).map(drop).unwrap_err().to_string();
    assert_eq!(error, "`100001` names were given; a roster has at most 100000");
}

#[test]
fn a_finding_as_data() {
    let finding = CHECKER.check("with Mark Penhallow").remove(0);
    let written = toml::to_string(&finding).unwrap();
    let wanted = "what = \"full-name\"\nof = [\"mark\"]\nwhose = \"parent\"\nsure = \"certain\"\n\n[at]\nstart = 5\nend = 19\n";
    assert_eq!(written, wanted);
}
