//! Pictures and permissions: whatever is commanded, in whatever order, under whichever policy, nothing comes in or goes
//! out without the permission it needs, what is erased stays erased, what is held stays, and what is no longer
//! permitted is called back. What parents said is kept a second time here, from the commands alone.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests stop at the first surprise"
)]

mod book;
mod commands;

use belisha_policy::{Catalogue, Policy, builtin_pack, builtin_packs};
use belisha_setting::Prepared;
use belisha_setting::in_memory::carry_out;
use belisha_setting::{Author, Command, Line, PictureId, Refusal, State, attention, due, pictures, standing};
use book::Book;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

static POLICIES: LazyLock<Vec<Arc<Policy>>> = LazyLock::new(|| {
    let catalogue = Catalogue::builtin();
    let compiled = |id| Policy::compile(builtin_pack(id, &catalogue).unwrap(), catalogue.clone()).unwrap();
    builtin_packs().iter().map(|(id, _)| Arc::new(compiled(id))).collect()
});

fn command(text: Value) -> Command {
    Prepared::command_in_scenario(text.clone()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// A setting, with every line that was written.
struct Stage {
    state: State,
    policy: Arc<Policy>,
    now: Timestamp,
    lines: Vec<Line>,
}

impl Stage {
    fn set(which: usize) -> Self {
        let (policy, now) = (POLICIES[which].clone(), "2026-09-14T08:00:00Z".parse().unwrap());
        let mut stage = Self { state: State::default(), policy, now, lines: Vec::new() };
        for text in commands::beginning() {
            stage.give(&Author::Program, command(text)).unwrap();
        }
        stage
    }

    fn give(&mut self, author: &Author, command: Command) -> Result<(), Refusal> {
        self.lines.extend(carry_out(&mut self.state, command, &self.policy, self.now, author)?);
        Ok(())
    }

    fn by(&mut self, person: &str, text: Value) -> Result<(), Refusal> {
        self.give(&Author::Person(person.into()), command(text))
    }

    fn refusal(&mut self, person: &str, text: Value) -> String {
        self.by(person, text).unwrap_err().to_string()
    }

    fn at(&mut self, at: &str) {
        self.now = at.parse().unwrap();
    }
}

/// How often each thing happened, so that a play in which nothing happens is noticed.
#[derive(Debug, Default)]
struct Seen {
    taken: usize,
    covered: usize,
    used: usize,
    erased: usize,
    kept_back: usize,
    recalled: usize,
}

/// Plays one sequence and asks after every step whether what must hold holds.
fn play(which: usize, steps: Vec<(Author, Value, i64)>, seen: &mut Seen) -> Result<(), TestCaseError> {
    let mut stage = Stage::set(which);
    let mut book = Book::default();
    let mut erased: BTreeSet<PictureId> = BTreeSet::new();
    let at_first = commands::at_first().into_iter().map(|text| (Author::Program, text, 0));
    for (author, text, seconds) in at_first.chain(steps) {
        stage.now = stage.now.checked_add(SignedDuration::from_secs(seconds)).unwrap();
        let given = command(text);
        let before = stage.state.clone();
        match stage.give(&author, given.clone()) {
            Err(refusal) => {
                prop_assert!(!refusal.to_string().is_empty());
                prop_assert_eq!(&stage.state, &before, "a refusal changes nothing");
                seen.kept_back += 1;
            }
            Ok(()) => {
                let lacking = book.lacking(&given, &before, &stage.state, stage.now);
                prop_assert!(lacking.is_empty(), "{given:?} went through without {lacking:?}");
                book.write(&given, &stage.state, stage.now);
                seen.taken += usize::from(matches!(
                    &given,
                    Command::Pictures(pictures::Command::Prepared(pictures::Prepared::TakeIn { .. }))
                ));
                seen.covered += usize::from(matches!(
                    &given,
                    Command::Pictures(pictures::Command::Prepared(pictures::Prepared::Cover { .. }))
                ));
            }
        }
        let known = serde_json::to_string(&stage.state.pictures).unwrap();
        for (id, on_record) in &stage.state.pictures.all {
            let key = format!("key of {id}.");
            if on_record.erased.is_some() {
                prop_assert!(!book.held.contains(id), "{id} is held and was erased");
                prop_assert!(!known.contains(&key), "a key of {id} is left");
                prop_assert!(on_record.files.iter().all(|file| file.key.known().is_none()));
                prop_assert!(stage.state.pictures.here().all(|(here, _)| here != id), "{id} came back");
                erased.insert(id.clone());
            } else {
                prop_assert!(!erased.contains(id), "{id} came back");
                prop_assert!(on_record.files.is_empty() || known.contains(&key), "the key of {id} is lost");
            }
            prop_assert_eq!(on_record.held.is_some() && on_record.erased.is_none(), book.held.contains(id));
        }
        let called: BTreeSet<(String, String)> = pictures::recalls(&stage.state, &stage.policy)
            .into_iter()
            .map(|recall| (recall.picture.to_string(), recall.id.to_string()))
            .collect();
        prop_assert_eq!(&called, &book.to_call_back(&stage.state), "what is called back");
        seen.recalled += called.len();
    }
    (seen.used, seen.erased) = (seen.used + book.uses.len(), seen.erased + erased.len());
    // What is computed from any state is computed without falling over.
    let _ = (
        due::all(&stage.state, &stage.policy, stage.now),
        standing::all(&stage.state, &stage.policy, stage.now),
    );
    let _ = attention::all(&stage.state, &stage.policy, stage.now);
    let mut again = State::default();
    for line in &stage.lines {
        let text = serde_json::to_string(line).unwrap();
        again.apply(&serde_json::from_str(&text).unwrap());
    }
    prop_assert_eq!(&again, &stage.state, "the same lines make the same state");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(320))]
    #[test]
    fn nothing_without_permission(which in 0_usize..5, steps in prop::collection::vec(commands::step(), 1..90)) {
        play(which, steps, &mut Seen::default())?;
    }

    #[test]
    fn odd_input_is_refused_in_words(which in 0_usize..5, odd in commands::odd(), at in 0_i64..30_000_000) {
        let mut stage = Stage::set(which);
        stage.now = stage.now.checked_add(SignedDuration::from_secs(at)).unwrap();
        for author in [Author::Program, Author::Person("mo".into()), Author::Family("c0".into())] {
            for text in commands::around(&odd) {
                let Ok(given) = Prepared::command_in_scenario(text) else { continue };
                if let Err(refusal) = stage.give(&author, given) {
                    prop_assert!(!refusal.to_string().is_empty());
                }
            }
        }
        let _ = attention::all(&stage.state, &stage.policy, stage.now);
        let _ = due::all(&stage.state, &stage.policy, stage.now);
    }
}

#[test]
fn the_sequences_come_to_what_they_are_about() {
    let mut runner = TestRunner::deterministic();
    for which in 0..5 {
        let mut seen = Seen::default();
        for _ in 0..48 {
            let steps =
                prop::collection::vec(commands::step(), 89..90).new_tree(&mut runner).unwrap().current();
            play(which, steps, &mut seen).unwrap();
        }
        let each = [seen.taken, seen.covered, seen.used, seen.erased, seen.kept_back, seen.recalled];
        assert!(each.iter().all(|count| *count >= 3), "{}: {seen:?}", POLICIES[which].pack.id);
    }
}

/// A still of these children, made with the camera, for their journeys.
fn shot(picture: &str, children: &[&str]) -> Value {
    commands::take_in(picture, children, "learning journey", None)
}

fn yes(child: &str, purpose: &str) -> Value {
    json!({ "permissions": { "answer": { "child": child, "answers": { purpose: true }, "by": "a parent", "how": "paper" } } })
}

#[test]
fn the_pictures_of_a_child_who_left_are_handed_over_once_and_the_held_ones_stay() {
    let mut stage = Stage::set(0);
    stage.by("mo", yes("c0", "learning journey")).unwrap();
    stage.by("mo", yes("c1", "learning journey")).unwrap();
    for (picture, child) in [("p0", "c0"), ("p1", "c0"), ("p2", "c1")] {
        stage.by("nia", shot(picture, &[child])).unwrap();
    }
    let over = |pictures: &[&str]| json!({ "pictures": { "hand-over": { "child": "c0", "pictures": pictures, "to": "their mother" } } });
    assert!(stage.refusal("mo", over(&["p0"])).contains("still here"));
    stage.by("sue", json!({ "pictures": { "hold": { "picture": "p1", "why": "asked for" } } })).unwrap();
    stage.by("mo", json!({ "children": { "leave": { "child": "c0" } } })).unwrap();
    assert!(stage.refusal("nia", over(&["p0"])).contains("manager"));
    assert!(stage.refusal("mo", over(&["p0", "p2"])).contains("not of this child"));
    stage.by("mo", over(&["p0", "p1"])).unwrap();
    let all = &stage.state.pictures.all;
    assert_eq!((all["p0"].erased.is_some(), all["p1"].erased.is_some()), (true, false));
    assert!(stage.refusal("mo", over(&["p0"])).contains("was erased"));
}

#[test]
fn a_single_day_is_the_day_the_picture_was_taken() {
    let mut stage = Stage::set(3);
    let once = |on: &str| json!({ "permissions": { "allow-once": { "child": "c0", "purpose": "display", "on": on, "occasion": "a visit", "by": "P", "how": "in-person" } } });
    stage.by("mo", once("2026-09-14")).unwrap();
    let of = |picture: &str, taken: &str| commands::take_in(picture, &["c0"], "display", Some(taken));
    assert!(stage.refusal("nia", of("p0", "2026-09-13T22:59:59Z")).contains("permission"));
    stage.at("2026-09-16T08:00:00Z");
    // Midnight in London is an hour before midnight in the file.
    stage.by("nia", of("p0", "2026-09-13T23:00:00Z")).unwrap();
    assert!(stage.refusal("nia", of("p1", "2026-09-14T23:00:00Z")).contains("permission"));
    stage.by("mo", json!({ "permissions": { "withdraw": { "child": "c0", "purpose": "display", "by": "P", "how": "in-person" } } })).unwrap();
    assert!(stage.refusal("nia", of("p1", "2026-09-14T08:00:00Z")).contains("permission"));
}

#[test]
fn a_family_answers_for_its_own_child_and_does_nothing_else() {
    let mut stage = Stage::set(1);
    let family = Author::Family("c0".into());
    stage.give(&family, command(yes("c0", "display"))).unwrap();
    for text in [
        yes("c1", "display"),
        json!({ "permissions": { "wish": { "child": "c0", "wants": true } } }),
        json!({ "permissions": { "read": { "person": "nia" } } }),
        shot("p0", &["c0"]),
    ] {
        assert!(stage.give(&family, command(text)).unwrap_err().to_string().contains("your own child's"));
    }
    let link = |until: &str| json!({ "permissions": { "make-link": { "child": "c0", "hash": "9a", "until": until } } });
    assert!(stage.refusal("nia", link("2026-12-24")).contains("manager"));
    assert!(stage.refusal("mo", link("2026-09-13")).contains("within a year"));
    stage.by("mo", link("2026-12-24")).unwrap();
    let whose = |day: &str| stage.state.permissions.by_link("9a", day.parse().unwrap());
    assert_eq!((whose("2026-12-24").map(|child| child.as_str()), whose("2026-12-25")), (Some("c0"), None));
}

#[test]
fn an_entry_and_a_display_never_go_by_the_same_id() {
    let mut stage = Stage::set(0);
    for purpose in ["learning journey", "display"] {
        stage.by("mo", yes("c0", purpose)).unwrap();
    }
    stage.by("nia", shot("p0", &["c0"])).unwrap();
    stage
        .by("nia", json!({ "pictures": { "use": { "picture": "p0", "use": "x", "purpose": "display" } } }))
        .unwrap();
    let entry = json!({ "journeys": { "write": { "entry": "x", "child": "c0", "observation": "Sang.", "area": "arts", "pictures": ["p0"] } } });
    assert!(stage.refusal("nia", entry).contains("already a use"));
}

#[test]
fn whoever_took_it_erases_it_on_the_day_and_the_same_file_comes_in_once() {
    let mut stage = Stage::set(2);
    stage.by("mo", yes("c0", "learning journey")).unwrap();
    let erase =
        |picture: &str| json!({ "pictures": { "erase": { "picture": picture, "why": "not-needed" } } });
    let mut blurred = shot("p0", &["c0"]);
    blurred["pictures"]["take-in"]["tag"] = json!("t");
    stage.by("nia", blurred.clone()).unwrap();
    blurred["pictures"]["take-in"]["picture"] = json!("p1");
    assert!(stage.refusal("nia", blurred).contains("Nia took it on 2026-09-14"));
    assert!(stage.refusal("vic", erase("p0")).contains("manager"));
    stage.by("nia", erase("p0")).unwrap();
    assert!(stage.refusal("nia", erase("p0")).contains("was erased"));
    stage.by("nia", shot("p2", &["c0"])).unwrap();
    stage.at("2026-09-15T08:00:00Z");
    assert!(stage.refusal("nia", erase("p2")).contains("manager"));
    stage.by("mo", erase("p2")).unwrap();
}

/// The audit's finding: one look with a clock two years ahead erased every picture for good.
#[test]
fn nothing_goes_on_one_look_and_never_many_at_once_without_a_yes() {
    let mut stage = Stage::set(0);
    stage.by("mo", yes("c0", "learning journey")).unwrap();
    for number in 0..12 {
        stage.by("nia", shot(&format!("p{number}"), &["c0"])).unwrap();
    }
    let due = || json!({ "pictures": { "erase-due": {} } });
    let gone =
        |stage: &Stage| stage.state.pictures.all.values().filter(|picture| picture.erased.is_some()).count();
    let look = |stage: &mut Stage| {
        stage.give(&Author::Program, command(due())).unwrap();
        gone(stage)
    };
    stage.at("2029-01-01T08:00:00Z");
    assert_eq!(look(&mut stage), 0, "the first look erases nothing, whatever the date");
    stage.at("2029-01-02T07:59:00Z");
    assert_eq!(look(&mut stage), 0, "nor does one within a day");
    stage.at("2029-01-02T08:00:00Z");
    assert_eq!(look(&mut stage), 0, "twelve at once want a yes");
    let all: Vec<String> = (0..12).map(|number| format!("p{number}")).collect();
    let yes_to = |pictures: &[String]| json!({ "pictures": { "let-go": { "pictures": pictures } } });
    assert!(stage.refusal("nia", yes_to(&all)).contains("manager"));
    stage.by("mo", yes_to(&all[..8])).unwrap();
    assert_eq!(look(&mut stage), 12, "eight with a yes, and four are few enough to go by themselves");
}

#[test]
fn few_go_by_themselves_a_day_however_often_it_is_looked() {
    let mut stage = Stage::set(0);
    stage.by("mo", yes("c0", "learning journey")).unwrap();
    for number in 0..6 {
        stage.by("nia", shot(&format!("p{number}"), &["c0"])).unwrap();
    }
    stage.at("2029-01-01T08:00:00Z");
    let due = || command(json!({ "pictures": { "erase-due": {} } }));
    stage.give(&Author::Program, due()).unwrap();
    stage.at("2029-01-02T08:00:00Z");
    for _ in 0..10 {
        stage.give(&Author::Program, due()).unwrap();
    }
    assert_eq!(stage.state.pictures.retained.len(), 6, "six are one more than go by themselves");
    assert_eq!(pictures::awaiting_yes(&stage.state, &stage.policy, stage.now).len(), 6);
    stage.by("mo", json!({ "pictures": { "hold": { "picture": "p0", "why": "asked for" } } })).unwrap();
    stage.give(&Author::Program, due()).unwrap();
    assert_eq!(stage.state.pictures.retained.len(), 1, "five do");
}

/// A time that was stated wrongly is no look: two more are wanted, a day apart.
#[test]
fn after_a_stated_time_everything_is_looked_at_anew() {
    let mut stage = Stage::set(0);
    stage.by("mo", yes("c0", "learning journey")).unwrap();
    stage.by("nia", shot("p0", &["c0"])).unwrap();
    stage.at("2029-01-01T08:00:00Z");
    let due = || command(json!({ "pictures": { "erase-due": {} } }));
    stage.give(&Author::Program, due()).unwrap();
    let now = "2029-01-02T09:00:00Z";
    let stated = json!({ "clock": { "state": { "now": now, "machine": now, "expected": now } } });
    assert!(stage.refusal("nia", stated.clone()).contains("manager"));
    stage.by("mo", stated).unwrap();
    stage.at(now);
    stage.give(&Author::Program, due()).unwrap();
    assert_eq!(stage.state.pictures.retained.len(), 1);
    stage.at("2029-01-03T09:00:00Z");
    stage.give(&Author::Program, due()).unwrap();
    assert_eq!(stage.state.pictures.retained.len(), 0);
}
