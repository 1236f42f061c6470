//! Concerns: the person one is about is never on its route, under any policy; sent twice is one; nothing is edited.

use belisha_policy::{Catalogue, Policy, builtin_pack, builtin_packs};
use belisha_setting::concerns::{self, Command as Concern};
use belisha_setting::in_memory::carry_out;
use belisha_setting::{Author, Command, ConcernId, PersonId, Refusal, State, children, people, profile};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

fn compiled(pack: &str) -> Arc<Policy> {
    static COMPILED: Mutex<BTreeMap<String, Arc<Policy>>> = Mutex::new(BTreeMap::new());
    let compile = || {
        let catalogue = Catalogue::builtin();
        Arc::new(Policy::compile(builtin_pack(pack, &catalogue).unwrap(), catalogue).unwrap())
    };
    COMPILED.lock().unwrap().entry(pack.to_owned()).or_insert_with(compile).clone()
}

struct Stage {
    state: State,
    policy: Arc<Policy>,
    now: Timestamp,
}

impl Stage {
    fn set(pack: &str, cast: &[(&str, &[&str])]) -> Self {
        Self::under(&compiled(pack), cast)
    }

    fn under(policy: &Arc<Policy>, cast: &[(&str, &[&str])]) -> Self {
        let policy = policy.clone();
        let now = "2026-09-14T08:00:00Z".parse().unwrap();
        let mut stage = Self { state: State::default(), policy, now };
        stage.program(Command::Setting(profile::Command::Found { name: "S".into(), number: "1".into() }));
        for (id, roles) in cast {
            let roles = roles.iter().map(|role| (*role).to_owned()).collect();
            let (person, name) = ((*id).into(), (*id).to_owned());
            let add = people::Command::Add { person, name, roles, counted: true, level: None };
            stage.program(Command::People(add));
        }
        let born = "2023-02-01".parse().unwrap();
        let (child, name, family) = ("asha".into(), "Asha".to_owned(), String::new());
        stage.program(Command::Children(children::Command::Add { child, name, born, family }));
        stage
    }

    fn program(&mut self, command: Command) {
        self.give(&Author::Program, command).unwrap();
    }

    fn give(&mut self, author: &Author, command: Command) -> Result<usize, Refusal> {
        Ok(carry_out(&mut self.state, command, &self.policy, self.now, author)?.len())
    }

    fn by(&mut self, person: &str, command: Concern) -> Result<usize, Refusal> {
        self.give(&Author::Person(person.into()), Command::Concerns(command))
    }

    fn sees(&self, person: &str, concern: &str) -> bool {
        let (person, concern) = (PersonId::from(person), ConcernId::from(concern));
        concerns::may_open(&person, &concern, false, &self.state, &self.policy, self.now).allows()
    }
}

fn raise(id: &str, kind: &str, said: &str, adults: &[&str]) -> Concern {
    Concern::Raise {
        concern: id.into(),
        kind: kind.into(),
        said: said.into(),
        child_said: String::new(),
        risk: None,
        children: vec!["asha".into()],
        adults: adults.iter().map(|adult| (*adult).into()).collect(),
        from: String::new(),
    }
}

const CAST: [(&str, &[&str]); 6] = [
    ("mo", &["manager"]),
    ("dee", &["deputy"]),
    ("sal", &["dsl", "practitioner"]),
    ("sid", &["deputy-dsl"]),
    ("cal", &["chair"]),
    ("nia", &["practitioner"]),
];

#[test]
fn nobody_sees_a_concern_about_themselves_under_any_policy_and_whoever_else_it_is_about() {
    let catalogue = Catalogue::builtin();
    for (pack, _) in builtin_packs() {
        let policy = compiled(pack);
        for kind in catalogue.concerns.keys() {
            // Every set of people it can be about: 64 of them.
            for about in 0_u32..1 << CAST.len() {
                let adults: Vec<&str> = CAST
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| about >> at & 1 == 1)
                    .map(|(_, c)| c.0)
                    .collect();
                let mut stage = Stage::under(&policy, &CAST);
                stage.by("nia", raise("c", kind, "seen", &adults)).unwrap();
                let concern = &stage.state.concerns.all[&ConcernId::from("c")];
                let route = concerns::route(concern, &stage.state, &stage.policy, stage.now);
                for adult in &adults {
                    assert!(
                        !stage.sees(adult, "c"),
                        "{pack} {kind}: {adult} sees a concern about {adults:?}"
                    );
                    assert!(!route.holders.iter().any(|holder| holder.as_str() == *adult));
                }
                let left = CAST.iter().any(|(id, roles)| roles != &["practitioner"] && !adults.contains(id));
                let chain = ["sid", "dee", "cal"].iter().any(|id| !adults.contains(id));
                assert!(
                    !route.nobody() || !chain,
                    "{pack} {kind} {adults:?}: the chain was left out ({left})"
                );
            }
        }
    }
}

#[test]
fn when_it_is_about_the_dsl_it_goes_to_the_deputy_and_then_to_the_chair() {
    let cast: [(&str, &[&str]); 4] =
        [("sal", &["dsl"]), ("dee", &["deputy"]), ("cal", &["chair"]), ("nia", &["practitioner"])];
    let mut stage = Stage::set("jigsaw", &cast);
    stage.by("nia", raise("c1", "allegation", "one", &["sal"])).unwrap();
    assert!(stage.sees("dee", "c1") && !stage.sees("sal", "c1") && !stage.sees("cal", "c1"));
    stage.by("nia", raise("c2", "allegation", "two", &["sal", "dee"])).unwrap();
    assert!(stage.sees("cal", "c2") && !stage.sees("dee", "c2"));
    stage.by("nia", raise("c3", "allegation", "three", &["sal", "dee", "cal"])).unwrap();
    let concern = &stage.state.concerns.all[&ConcernId::from("c3")];
    assert!(concerns::route(concern, &stage.state, &stage.policy, stage.now).nobody());
    // A new chair takes what was left lying.
    let (person, name, roles) = ("new".into(), "new".to_owned(), vec!["chair".to_owned()]);
    stage.program(Command::People(people::Command::Add { person, name, roles, counted: false, level: None }));
    assert!(stage.sees("new", "c3"));
}

#[test]
fn sent_twice_is_one_concern_and_the_same_words_the_day_after_are_another() {
    let mut stage = Stage::set("jigsaw", &CAST);
    assert_eq!(stage.by("nia", raise("c1", "other", "a worry", &[])).unwrap(), 1);
    assert_eq!(stage.by("nia", raise("c1", "other", "a worry", &[])).unwrap(), 0, "the same form again");
    assert_eq!(stage.by("nia", raise("c2", "other", "a worry", &[])).unwrap(), 0, "sent from a queue");
    assert!(matches!(
        stage.by("mo", raise("c1", "other", "a worry", &[])),
        Err(Refusal::Concerns(concerns::Refused::IdTaken))
    ));
    assert_eq!(stage.by("mo", raise("c3", "other", "a worry", &[])).unwrap(), 1, "somebody else's");
    stage.now = stage.now.checked_add(SignedDuration::from_hours(24)).unwrap();
    assert_eq!(stage.by("nia", raise("c4", "other", "a worry", &[])).unwrap(), 1);
    assert_eq!(stage.state.concerns.all.len(), 3);
}

#[test]
fn bad_input_is_refused_in_words_and_writes_nothing() {
    let mut stage = Stage::set("jigsaw", &CAST);
    let lines = stage.state.lines;
    let mut refused = |command: Concern, says: &str| {
        let refusal = stage.by("nia", command).unwrap_err().to_string();
        assert!(refusal.contains(says), "{refusal}");
    };
    refused(raise("c", "other", "  ", &[]), "is empty");
    refused(raise("c", "other", &"x".repeat(8_001), &[]), "too long");
    refused(raise("c", "gossip", "x", &[]), "Choose what it is about");
    refused(raise("c", "other", "x", &["ghost"]), "nobody of that name");
    refused(raise("../c", "other", "x", &[]), "plain letters");
    refused(Concern::Close { concern: "none".into(), outcome: "x".into() }, "only those on its route");
    let door = Author::Door("door".into());
    let unnamed = stage.give(&door, Command::Concerns(raise("d", "other", "x", &[]))).unwrap_err();
    assert!(unnamed.to_string().contains("write your name"), "{unnamed}");
    assert_eq!(stage.state.lines, lines);
}

#[test]
fn a_child_named_by_mistake_leaves_the_concern_by_a_further_line() {
    let mut stage =
        Stage::set("all-saints", &[("mo", &["manager"]), ("dee", &["dsl"]), ("nia", &["practitioner"])]);
    let born = "2023-02-01".parse().unwrap();
    let (child, name, family) = ("robin".into(), "Robin".to_owned(), String::new());
    stage.program(Command::Children(children::Command::Add { child, name, born, family }));
    let Concern::Raise { concern, kind, said, child_said, risk, adults, from, .. } =
        raise("c", "other", "A bruise.", &[])
    else {
        panic!()
    };
    let children = vec!["asha".into()];
    let raised = Concern::Raise { concern, kind, said, child_said, risk, children, adults, from };
    stage.by("nia", raised).unwrap();
    let unname = |child: &'static str| Concern::Unname {
        concern: "c".into(),
        children: vec![child.into()],
        child: None,
        why: "Robin was meant.".into(),
    };
    assert!(stage.by("nia", unname("asha")).is_err(), "whoever raised it does not take it from the file");
    assert!(stage.by("dee", unname("robin")).is_err(), "it is not about Robin");
    assert_eq!(stage.by("dee", unname("asha")).unwrap(), 1);
    let known = &stage.state.concerns.all[&ConcernId::from("c")];
    assert!(known.children.is_empty() && known.chronology.len() == 2);
    assert!(known.chronology[1].words.as_ref().unwrap().words().contains("Robin was meant"));
}

#[test]
fn naming_somebody_later_takes_them_off_the_route_at_once() {
    let mut stage = Stage::set("jigsaw", &CAST);
    stage.by("nia", raise("c", "other", "a worry", &[])).unwrap();
    assert!(stage.sees("sal", "c") && stage.sees("sid", "c"));
    let name = Concern::Name { concern: "c".into(), children: vec![], adults: vec!["sal".into()] };
    stage.by("sid", name).unwrap();
    assert!(!stage.sees("sal", "c") && stage.sees("sid", "c"));
    assert!(stage.by("sal", Concern::Add { concern: "c".into(), words: "x".into() }).is_err());
}

#[test]
fn whoever_is_named_in_the_words_does_not_become_the_one_who_reads_them() {
    let mut stage =
        Stage::set("jigsaw", &[("sal", &["dsl"]), ("dee", &["deputy"]), ("nia", &["practitioner"])]);
    stage.by("nia", raise("c", "allegation", "Sal shouted at a child in the hall.", &[])).unwrap();
    assert!(!stage.sees("sal", "c") && stage.sees("dee", "c"));
    stage.by("nia", raise("d", "allegation", "The DSL hit my child.", &[])).unwrap();
    assert!(!stage.sees("sal", "d") && stage.sees("dee", "d"), "nor whoever holds the post that is named");
}

#[test]
fn a_line_of_a_concern_is_not_put_right_where_everybody_reads() {
    let mut stage = Stage::set("jigsaw", &CAST);
    stage.by("nia", raise("c", "other", "a worry", &[])).unwrap();
    let line = stage.state.lines - 1;
    let correct = |line| Command::Correct { line, words: "Sal told me more".into() };
    let refused = stage.give(&Author::Person("sal".into()), correct(line)).unwrap_err();
    assert!(refused.to_string().contains("on its own page"), "{refused}");
    stage.give(&Author::Person("sal".into()), correct(0)).unwrap();
}

fn any_concern() -> impl Strategy<Value = Concern> {
    let id = || prop::sample::select(vec!["c1", "c2"]);
    let adult = || prop::sample::select(CAST.iter().map(|(id, _)| *id).collect::<Vec<_>>());
    prop_oneof![
        (id(), prop::sample::select(vec!["other", "breach", "allegation", "offensive-material"]), adult())
            .prop_map(|(id, kind, adult)| raise(id, kind, "seen", &[adult])),
        (id(), "\\PC{0,20}").prop_map(|(id, words)| Concern::Add { concern: id.into(), words }),
        (id(), adult()).prop_map(|(id, adult)| Concern::Name {
            concern: id.into(),
            children: vec![],
            adults: vec![adult.into()]
        }),
        (id(), prop::sample::select(vec!["iwf", "acted", "decided", "lado", "parents", "heard"])).prop_map(
            |(id, step)| Concern::Do {
                concern: id.into(),
                step: step.into(),
                note: "done".into(),
                reference: "1234567".into(),
                sure: false,
                told: Some(false)
            }
        ),
        id().prop_map(|id| Concern::Take { concern: id.into(), route: "social.disciplinary".into() }),
        id().prop_map(|id| Concern::Open { concern: id.into() }),
        id().prop_map(|id| Concern::Close { concern: id.into(), outcome: "over".into() }),
        id().prop_map(|id| Concern::Reopen { concern: id.into(), why: "more".into() }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn a_chronology_only_grows_and_only_the_route_writes_to_it(
        which in 0_usize..5,
        steps in prop::collection::vec((0_usize..6, any_concern(), 0_i64..200), 1..40),
    ) {
        let mut stage = Stage::set(builtin_packs()[which].0, &CAST);
        for (who, command, hours) in steps {
            stage.now = stage.now.checked_add(SignedDuration::from_hours(hours)).unwrap();
            let who = CAST[who].0;
            let before = stage.state.concerns.clone();
            let saw: Vec<bool> = ["c1", "c2"].iter().map(|id| stage.sees(who, id)).collect();
            let raising = matches!(command, Concern::Raise { .. });
            let written = stage.by(who, command).unwrap_or(0);
            for (at, id) in ["c1", "c2"].iter().enumerate() {
                let id = ConcernId::from(*id);
                let (Some(old), Some(new)) = (before.all.get(&id), stage.state.concerns.all.get(&id)) else { continue };
                prop_assert!(new.chronology.starts_with(&old.chronology), "nothing is taken away");
                prop_assert!(new.adults.is_superset(&old.adults));
                if old != new {
                    prop_assert!(saw[at] && written > 0 && !raising, "{who} wrote to a concern they may not open");
                }
                prop_assert_eq!(new.closed.is_none(), stage.state.concerns.open.contains(&id));
            }
        }
    }
}
