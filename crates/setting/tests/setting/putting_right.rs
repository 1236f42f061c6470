//! What was put in by mistake is put right by a further line: `docs/putting-right.md`, register by register.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop at the first surprise")]

use belisha_policy::{Catalogue, Policy, builtin_pack};
use belisha_setting::duties::Subject;
use belisha_setting::in_memory::carry_out;
use belisha_setting::{Author, ChildId, Command, PersonId, Prepared, Refusal, State};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

struct Stage {
    state: State,
    policy: Policy,
    now: Timestamp,
}

impl Stage {
    /// Mo manages and is the designated lead, Dee too; Ana works here; Asha is a child, the tablet a device.
    fn set() -> Self {
        let catalogue = Catalogue::builtin();
        let policy = Policy::compile(builtin_pack("all-saints", &catalogue).unwrap(), catalogue).unwrap();
        let now = "2026-11-02T09:00:00Z".parse().unwrap();
        let mut stage = Self { state: State::default(), policy, now };
        stage.program(json!({ "setting": { "found": { "name": "Larch Lane" } } }));
        for (id, roles) in [("mo", &["manager", "dsl"][..]), ("dee", &["deputy"]), ("ana", &["practitioner"])]
        {
            stage.program(json!({ "people": { "add": { "person": id, "name": id, "roles": roles } } }));
        }
        stage.program(
            json!({ "children": { "add": { "child": "asha", "name": "Asha Fern", "born": "2023-02-01" } } }),
        );
        stage.program(json!({ "devices": { "set": { "device": "tab", "name": "Tab", "kind": "tablet", "owner": "setting" } } }));
        stage
    }

    fn give(&mut self, author: &Author, text: Value) -> Result<(), Refusal> {
        let command: Command = Prepared::command_in_scenario(text).unwrap();
        self.now += SignedDuration::from_mins(1);
        carry_out(&mut self.state, command, &self.policy, self.now, author).map(drop)
    }

    fn program(&mut self, text: Value) {
        self.give(&Author::Program, text).unwrap();
    }

    fn by(&mut self, person: &'static str, text: Value) -> Result<(), Refusal> {
        self.give(&Author::Person(person.into()), text)
    }
}

#[test]
fn somebody_who_left_by_mistake_comes_back_without_a_post() {
    let mut stage = Stage::set();
    let back = json!({ "people": { "reinstate": { "person": "ana" } } });
    assert!(stage.by("mo", back.clone()).is_err(), "she has not left");
    stage.by("mo", json!({ "people": { "leave": { "person": "ana" } } })).unwrap();
    assert!(stage.by("dee", json!({ "people": { "reinstate": { "person": "nobody" } } })).is_err());
    stage.by("mo", back).unwrap();
    assert!(stage.state.people.active(&"ana".into()).is_ok());
    // Whoever held a post gets it back from two people only.
    stage.program(json!({ "people": { "leave": { "person": "mo" } } }));
    stage.by("dee", json!({ "people": { "reinstate": { "person": "mo" } } })).unwrap_err();
    stage.program(
        json!({ "people": { "add": { "person": "lou", "name": "lou", "roles": ["practitioner", "dsl"] } } }),
    );
    stage.program(json!({ "people": { "leave": { "person": "lou" } } }));
    stage.by("dee", json!({ "people": { "reinstate": { "person": "lou" } } })).unwrap();
    let lou = stage.state.people.active(&PersonId::from("lou")).unwrap();
    assert!(lou.posts.is_empty() && lou.roles == ["practitioner"]);
}

#[test]
fn nobody_comes_back_under_a_name_that_another_took() {
    let mut stage = Stage::set();
    stage.by("mo", json!({ "people": { "leave": { "person": "ana" } } })).unwrap();
    stage
        .by(
            "mo",
            json!({ "people": { "add": { "person": "ana2", "name": "Ana", "roles": ["practitioner"] } } }),
        )
        .unwrap();
    assert!(stage.by("mo", json!({ "people": { "reinstate": { "person": "ana" } } })).is_err());
}

#[test]
fn a_child_and_a_device_come_back_as_they_were() {
    let mut stage = Stage::set();
    let (asha, tab) = (ChildId::from("asha"), "tab".into());
    stage.by("mo", json!({ "children": { "leave": { "child": "asha" } } })).unwrap();
    assert!(stage.by("ana", json!({ "children": { "reinstate": { "child": "asha" } } })).is_err());
    stage.by("mo", json!({ "children": { "reinstate": { "child": "asha" } } })).unwrap();
    assert!(stage.state.children.active(&asha).is_ok());
    stage.by("mo", json!({ "devices": { "retire": { "device": "tab", "why": "broken" } } })).unwrap();
    assert!(stage.by("ana", json!({ "devices": { "reinstate": { "device": "tab" } } })).is_err());
    stage.by("mo", json!({ "devices": { "reinstate": { "device": "tab" } } })).unwrap();
    assert!(stage.state.devices.active(&tab).is_ok());
}

#[test]
fn a_day_closed_too_early_goes_on_and_its_count_does_not_count() {
    let mut stage = Stage::set();
    let reopen = json!({ "day": { "reopen": {} } });
    assert!(stage.by("mo", reopen.clone()).is_err(), "nothing was closed");
    stage.by("ana", json!({ "day": { "open": {} } })).unwrap();
    stage.by("ana", json!({ "day": { "close": {} } })).unwrap();
    assert!(stage.by("ana", reopen.clone()).is_err(), "somebody who leads");
    stage.by("mo", reopen).unwrap();
    let day = &stage.state.day;
    assert!(day.open && !day.counted && (day.days_open, day.days_counted) == (1, 0));
    stage.by("ana", json!({ "day": { "in": { "person": "ana" } } })).unwrap();
}

#[test]
fn who_collected_a_child_is_said_after_it_went_home() {
    let mut stage = Stage::set();
    let collected = json!({ "day": { "collected": { "child": "asha", "by": "her grandmother" } } });
    stage.by("ana", json!({ "day": { "open": {} } })).unwrap();
    stage.by("ana", json!({ "day": { "child-in": { "child": "asha" } } })).unwrap();
    assert!(stage.by("ana", collected.clone()).is_err(), "still here");
    stage.by("ana", json!({ "day": { "child-out": { "child": "asha" } } })).unwrap();
    stage.by("ana", collected).unwrap();
    let by = stage.state.day.gone.get(&ChildId::from("asha")).unwrap().as_ref().unwrap();
    assert_eq!(by.words(), "her grandmother");
    // Signed out by mistake: back in, and nobody collected it.
    stage.by("ana", json!({ "day": { "child-in": { "child": "asha" } } })).unwrap();
    assert!(stage.state.day.gone.is_empty());
}

#[test]
fn an_outing_that_did_not_leave_or_is_not_back_is_put_right() {
    let mut stage = Stage::set();
    let of = |act: &str| json!({ "outings": { act: { "outing": "o1" } } });
    stage
        .by("ana", json!({ "outings": { "plan": { "outing": "o1", "to": "the park", "people": ["ana"] } } }))
        .unwrap();
    assert!(stage.by("ana", of("not-left")).is_err() && stage.by("ana", of("not-back")).is_err());
    stage.program(json!({ "devices": { "set": { "device": "phone", "name": "Phone", "kind": "basic-phone", "owner": "setting", "setting_phone": true } } }));
    stage
        .by("ana", json!({ "outings": { "leave": { "outing": "o1", "phone": "phone", "folder": true } } }))
        .unwrap();
    stage.by("ana", of("not-left")).unwrap();
    assert!(stage.state.outings.all.values().all(|outing| outing.left.is_none()));
    stage
        .by("ana", json!({ "outings": { "leave": { "outing": "o1", "phone": "phone", "folder": true } } }))
        .unwrap();
    stage.by("ana", of("return")).unwrap();
    stage.by("ana", of("not-back")).unwrap();
    assert!(stage.state.outings.all.values().any(|outing| outing.left.is_some()));
    assert_eq!(stage.state.outings.done, 0);
}

#[test]
fn a_tick_made_by_mistake_is_taken_back_and_a_failed_check_is_not() {
    let mut stage = Stage::set();
    let asked = stage.policy.duties.iter().find(|duty| duty.finds && duty.per == belisha_policy::Per::Device);
    let duty = asked.unwrap().key.to_string();
    let subject = json!({ "device": "tab" });
    let done = |failed: bool| json!({ "duties": { "do": { "duty": duty, "subject": subject, "failed": failed, "note": "looked at" } } });
    let back =
        json!({ "duties": { "take-back": { "duty": duty, "subject": subject, "why": "the wrong tablet" } } });
    stage.by("mo", done(false)).unwrap();
    let first = stage.state.duties.last(&duty, &Subject::Device("tab".into())).unwrap().line;
    stage.by("mo", done(false)).unwrap();
    assert!(stage.by("ana", back.clone()).is_err(), "neither hers nor does she lead");
    stage.by("mo", back.clone()).unwrap();
    let last = stage.state.duties.last(&duty, &Subject::Device("tab".into())).unwrap();
    assert_eq!((last.line, last.times), (first, 1), "the one before counts again");
    stage.by("mo", done(true)).unwrap();
    assert!(stage.by("mo", back.clone()).is_err(), "what failed is put right");
    assert!(stage.state.duties.failed(&"tab".into()));
    stage.by("mo", done(false)).unwrap();
    stage.by("mo", back).unwrap();
    assert!(stage.state.duties.failed(&"tab".into()), "it failed, and the pass was a mistake");
}

#[test]
fn a_lesson_put_on_record_for_the_wrong_child_is_taken_back() {
    let mut stage = Stage::set();
    let control = belisha_setting::teaching::controls(&stage.policy).first().unwrap().to_string();
    let topic = belisha_setting::teaching::topics(&control, &stage.policy).first().unwrap().clone();
    let taught = |on: &str| json!({ "teaching": { "teach": { "children": ["asha"], "control": control, "topics": [topic], "by": "ana", "on": on } } });
    stage.by("ana", taught("2026-10-01")).unwrap();
    stage.by("ana", taught("2026-11-01")).unwrap();
    let asha = ChildId::from("asha");
    let lesson = |stage: &Stage| stage.state.teaching.lesson(&asha, &control, &topic).cloned();
    let line = lesson(&stage).unwrap().line;
    let back = |line: u64| json!({ "teaching": { "take-back": { "line": line, "why": "the other group" } } });
    assert!(stage.by("ana", back(line + 50)).is_err());
    stage.by("mo", back(line)).unwrap();
    assert_eq!(lesson(&stage).unwrap().on.to_string(), "2026-10-01", "the one before counts again");
    let line = lesson(&stage).unwrap().line;
    stage.by("ana", back(line)).unwrap();
    assert!(lesson(&stage).is_none());
}
