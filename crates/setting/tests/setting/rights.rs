//! Who may what, where the attack of November 2026 found it too wide; and whose key words are sealed under.

use belisha_policy::{Catalogue, Policy, builtin_pack};
use belisha_setting::in_memory::carry_out;
use belisha_setting::{Author, ChildId, ConcernId, PictureId, Prepared, Private, Refusal, State, VisitId};
use serde_json::{Value, json};

struct Stage(State, Policy);

impl Stage {
    fn set() -> Self {
        let catalogue = Catalogue::builtin();
        let policy = Policy::compile(builtin_pack("all-saints", &catalogue).unwrap(), catalogue).unwrap();
        let mut stage = Self(State::default(), policy);
        for (id, role) in [
            ("mo", "manager"),
            ("nia", "practitioner"),
            ("vic", "volunteer"),
            ("stu", "student"),
            ("tom", "trustee"),
        ] {
            let add = json!({ "people": { "add": { "person": id, "name": id, "roles": [role] } } });
            stage.give(&Author::Program, add).unwrap();
        }
        let child = json!({ "children": { "add": { "child": "q", "name": "Robin", "born": "2023-02-01", "family": "" } } });
        stage.give(&Author::Program, child).unwrap();
        let camera = json!({ "devices": { "set": { "device": "cam", "name": "Cam", "kind": "camera", "make": "Heron", "model": "H10" } } });
        stage.give(&Author::Program, camera).unwrap();
        stage
    }

    fn give(&mut self, author: &Author, text: Value) -> Result<(), Refusal> {
        let command = Prepared::command_in_scenario(text).unwrap();
        let now = "2026-09-14T08:00:00Z".parse().unwrap();
        carry_out(&mut self.0, command, &self.1, now, author).map(drop)
    }

    fn by(&mut self, person: &'static str, text: Value) -> Result<(), Refusal> {
        self.give(&Author::Person(person.into()), text)
    }
}

fn answer(how: &str) -> Value {
    json!({ "permissions": { "answer": { "child": "q", "answers": { "learning journey": true }, "by": "Mrs B (mother)", "how": how } } })
}

/// H7: consent "by the family's own link" comes by that link, and what parents say is put on record by those who work
/// here.
#[test]
fn consent_cannot_be_forged() {
    let mut stage = Stage::set();
    for person in ["mo", "nia", "vic", "stu", "tom"] {
        assert!(stage.by(person, answer("link")).is_err(), "{person}");
    }
    for person in ["vic", "stu", "tom"] {
        assert!(stage.by(person, answer("paper")).is_err(), "{person}");
        let wish = |wants: bool| json!({ "permissions": { "wish": { "child": "q", "wants": wants } } });
        stage.by(person, wish(false)).unwrap();
        assert!(
            stage.by(person, wish(true)).is_err(),
            "{person}: a child's no is heard by anybody, and lifted by few"
        );
        stage.by("nia", wish(true)).unwrap();
    }
    stage.give(&Author::Family("q".into()), answer("link")).unwrap();
    stage.by("nia", answer("paper")).unwrap();
    let withdraw = |how: &str| json!({ "permissions": { "withdraw": { "child": "q", "purpose": "learning journey", "by": "Mrs B", "how": how } } });
    assert!(stage.by("mo", withdraw("link")).is_err());
    stage.by("nia", withdraw("in-person")).unwrap();
}

/// M2: whoever may not open a picture changes nothing of it and sends it nowhere.
#[test]
fn whoever_opens_no_pictures_tags_and_uses_none() {
    let mut stage = Stage::set();
    stage.by("nia", answer("paper")).unwrap();
    let file = json!({ "rendition": "original", "blob": "p", "key": "k", "bytes": 9 });
    let take = json!({ "pictures": { "take-in": { "picture": "p", "children": ["q"], "purpose": "learning journey",
        "mark": { "make": "Heron", "model": "H10", "serial": "" }, "person": "nia", "files": [file] } } });
    stage.by("nia", take).unwrap();
    for person in ["vic", "stu", "tom"] {
        for text in [
            json!({ "pictures": { "tag": { "picture": "p", "children": [], "adults": ["mo"] } } }),
            json!({ "pictures": { "use": { "picture": "p", "use": "u", "purpose": "publicity" } } }),
            json!({ "pictures": { "let-go": { "pictures": ["p"] } } }),
        ] {
            assert!(stage.by(person, text.clone()).is_err(), "{person}: {text}");
        }
    }
    let visible: Vec<&ChildId> =
        stage.0.pictures.all.values().flat_map(|picture| picture.visible()).collect();
    assert_eq!(visible.len(), 1);
}

/// H8: ids are chosen by whoever sends a command, keys are not shared for it.
#[test]
fn the_same_id_in_two_registers_is_two_keys() {
    let names = [
        Private::new(PictureId::from("x"), "").key_name().to_owned(),
        Private::new(ConcernId::from("x"), "").key_name().to_owned(),
        Private::new(VisitId::from("x"), "").key_name().to_owned(),
        Private::new(ChildId::from("x"), "").key_name().to_owned(),
    ];
    let different: std::collections::BTreeSet<&String> = names.iter().collect();
    assert_eq!(different.len(), 4, "{names:?}");
    assert_ne!(Private::new(PictureId::from("setting"), "").key_name(), "setting", "nor the setting's own");
}
