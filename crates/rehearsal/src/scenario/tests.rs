use super::Scenario;

/// What is said of a scenario whose steps these lines are; they begin at line 4.
fn said(steps: &str) -> String {
    let text = format!("title = \"t\"\npolicy = \"jigsaw\"\nstarts = \"2026-09-14\"\n{steps}");
    Scenario::parse("a.toml", &text).unwrap_err().to_string()
}

#[test]
fn a_mistake_in_a_command_is_named_with_its_line() {
    let wrong = said("[[step]]\nat = \"09:00\"\ndo = { people = { ad = { person = \"nia\" } } }\n");
    assert!(wrong.starts_with("a.toml:6: unknown variant `ad`, expected one of `add`"), "{wrong}");
    let wrong = said("[[step]]\ndo = { people = { add = { person = \"nia\" } } }\n[[step]]\n");
    assert!(wrong.starts_with("a.toml:5: missing field `name`"), "{wrong}");
    let wrong = said("[[step]]\ndo = { peple = { add = { person = \"nia\" } } }\n");
    assert!(wrong.starts_with("a.toml:5: unknown variant `peple`, expected one of "), "{wrong}");
    let wrong = said("[[step]]\ndo = { people = { leave = { person = 5 } } }\n");
    assert!(wrong.starts_with("a.toml:5: invalid type: integer `5`, expected a string"), "{wrong}");
}

#[test]
fn a_mistake_elsewhere_is_named_with_its_line() {
    let wrong = said("[[step]]\nat = \"09:00\"\nexpcet = {}\n");
    assert!(wrong.starts_with("a.toml:6: unknown field `expcet`, expected one of "), "{wrong}");
    let wrong = said("[[step]]\nask = { act = \"use\", whoo = \"nia\" }\n");
    assert!(wrong.starts_with("a.toml:5: unknown field `whoo`"), "{wrong}");
}
