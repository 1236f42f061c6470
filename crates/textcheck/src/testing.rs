//! A small roster for the tests of the rules.

use crate::checker::Checker;
use crate::finding::Sure;
use crate::roster::{Named, Names, Whose};
use std::sync::LazyLock;

fn named(id: &str, whose: Whose, name: &str, known_as: &[&str], born: Option<&str>) -> Named {
    Named {
        id: id.to_owned(),
        whose,
        name: name.to_owned(),
        known_as: known_as.iter().map(|name| (*name).to_owned()).collect(),
        born: born.map(|born| born.parse().unwrap()),
    }
}

pub(crate) fn names() -> Names {
    let people = vec![
        named("asha", Whose::Child, "Asha Verrin", &[], Some("2022-03-12")),
        named("asha2", Whose::Child, "Asha Brown", &[], Some("2021-09-30")),
        named("grace", Whose::Child, "Grace Penhallow", &[], Some("2023-01-19")),
        named("will", Whose::Child, "William Hartnoll", &["Will"], None),
        named("may", Whose::Child, "May Thistlewood", &[], None),
        named("bo", Whose::Child, "Bo Lindqvist", &[], None),
        named("ann", Whose::Child, "Anne-Marie O'Dowell", &["Annie"], None),
        named("florence", Whose::Child, "Florence Day", &[], None),
        named("mark", Whose::Parent, "Mark Penhallow", &[], None),
        named("lou", Whose::Staff, "Lou Castellan-Webb", &[], None),
        named("priya", Whose::Staff, "Priyanka Desai", &["Priya"], None),
        named("faith", Whose::Staff, "Faith Young", &[], None),
        named("xiaoming", Whose::Child, "王小明", &["小明"], None),
    ];
    Names { people, setting: vec!["Amber Lane Pre-school".to_owned()] }
}

/// What is found, as `words: kind`, with a `?` after what is only possible.
pub(crate) fn found(text: &str) -> Vec<String> {
    static CHECKER: LazyLock<Checker> = LazyLock::new(|| Checker::new(&names()).unwrap());
    let mut all = Vec::new();
    for finding in CHECKER.check(text) {
        let kind = toml::Value::try_from(finding.kind).unwrap();
        let mark = if finding.sure == Sure::Certain { "" } else { "?" };
        all.push(format!("{}: {}{mark}", &text[finding.at.clone()], kind.as_str().unwrap()));
    }
    all
}

#[track_caller]
pub(crate) fn certain(text: &str, wanted: &[&str]) {
    assert_eq!(found(text), wanted, "in `{text}`");
}

#[track_caller]
pub(crate) fn possible(text: &str, wanted: &[&str]) {
    let wanted: Vec<String> = wanted.iter().map(|one| format!("{one}?")).collect();
    assert_eq!(found(text), wanted, "in `{text}`");
}

#[track_caller]
pub(crate) fn nothing(text: &str) {
    certain(text, &[]);
}
