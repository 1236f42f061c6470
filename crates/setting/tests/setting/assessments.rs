//! Friendships from before, risk assessments and tools: bad input, and what they do to each other.

use belisha_policy::{Catalogue, Policy, builtin_pack};
use belisha_setting::assessments::{Band, Score};
use belisha_setting::duties::Subject;
use belisha_setting::friendships::{is_told, may_see};
use belisha_setting::in_memory::carry_out;
use belisha_setting::{Author, Command, Context, Question, Refusal, State, ask, due};
use jiff::Timestamp;
use serde_json::{Value, json};

struct Stage {
    policy: Policy,
    state: State,
    now: Timestamp,
}

impl Stage {
    fn new(pack: &str) -> Self {
        let catalogue = Catalogue::builtin();
        let policy = Policy::compile(builtin_pack(pack, &catalogue).unwrap(), catalogue).unwrap();
        let now = "2026-09-14T08:00:00Z".parse().unwrap();
        let mut stage = Self { policy, state: State::default(), now };
        stage.must(json!({ "setting": { "found": { "name": "S", "number": "" } } }));
        let text = belisha_policy::builtin_packs().iter().find(|(id, _)| *id == pack).unwrap().1;
        stage.must(json!({ "policy": { "adopt": { "text": text } } }));
        stage.must(json!({ "places": { "set": { "place": "staff-room", "name": "staff room", "kind": "staff room" } } }));
        let people = [
            ("mo", "manager"),
            ("dsl", "dsl"),
            ("cy", "chair"),
            ("nia", "practitioner"),
            ("sam", "practitioner"),
        ];
        for (id, role) in people {
            stage.must(json!({ "people": { "add": { "person": id, "name": id, "roles": [role] } } }));
        }
        stage.must(
            json!({ "children": { "add": { "child": "asha", "name": "Asha", "born": "2023-02-01" } } }),
        );
        stage.must(json!({ "devices": { "set-kind": { "kind": "hat", "title": "Thinking hat", "can": ["camera"], "sim": false } } }));
        stage
    }

    fn give(&mut self, by: Option<&str>, command: Value) -> Result<(), Refusal> {
        let author = by.map_or(Author::Program, |id| Author::Person(id.into()));
        let command: Command = serde_json::from_value(command).unwrap();
        carry_out(&mut self.state, command, &self.policy, self.now, &author).map(|_| ())
    }

    fn must(&mut self, command: Value) {
        self.give(None, command).unwrap();
    }

    fn refused(&mut self, by: Option<&str>, command: Value, says: &str) {
        let refusal = self.give(by, command).unwrap_err().to_string();
        assert!(refusal.contains(says), "{refusal}");
    }

    fn lets(&self, question: Value) -> bool {
        let question: Question = serde_json::from_value(question).unwrap();
        ask(&self.state, &self.policy, self.now, &question).verdict.allows()
    }

    fn due(&self, duty: &str) -> bool {
        due::open(&self.state, &self.policy, self.now).iter().any(|item| item.duty == duty)
    }
}

fn made(id: &str, of: &Value, hazards: &Value, duties: &Value) -> Value {
    json!({ "assessments": { "make": {
        "assessment": id, "of": of, "title": "T", "risk": "contact", "hazards": hazards, "owner": "mo",
        "review": "2027-03-01", "duties": duties,
    } } })
}

fn hazard() -> Value {
    json!([{ "hazard": "H", "harmed": "children", "likelihood": 2, "severity": 3, "controls": "watched" }])
}

fn declared(id: &str, person: &str, since: &str) -> Value {
    json!({ "friendships": { "declare": {
        "friendship": id, "person": person, "child": "asha", "with": "her mother", "since": since,
    } } })
}

#[test]
fn ratings_are_likelihood_times_severity() {
    for (likelihood, severity, rating, band) in [
        (1, 1, 1, Band::Low),
        (1, 5, 5, Band::Low),
        (2, 3, 6, Band::Medium),
        (3, 4, 12, Band::Medium),
        (3, 5, 15, Band::High),
        (5, 5, 25, Band::High),
    ] {
        let score = Score::new(likelihood, severity).unwrap();
        assert_eq!((score.rating(), score.band()), (rating, band));
    }
    for (likelihood, severity) in [(0, 1), (1, 0), (6, 1), (1, 6), (255, 255)] {
        assert!(Score::new(likelihood, severity).is_none());
    }
}

#[test]
fn an_assessment_is_refused_where_it_says_too_little_or_too_much() {
    let mut stage = Stage::new("information-security");
    let setting = json!("setting");
    let one = |change: &dyn Fn(&mut Value)| {
        let mut row = hazard();
        change(row.get_mut(0).unwrap());
        made("a", &json!("setting"), &row, &json!([]))
    };
    let by = Some("nia");
    stage.refused(by, made("a", &setting, &json!([{}, {}]), &json!([])), "at least one hazard");
    stage.refused(by, one(&|row| row["harmed"] = json!("")), "Who may be harmed");
    stage.refused(by, one(&|row| row["severity"] = json!(0)), "from 1 to 5");
    stage.refused(by, one(&|row| row["likelihood"] = Value::Null), "from 1 to 5");
    stage.refused(by, one(&|row| row["left_severity"] = json!(2)), "go together");
    stage.refused(
        by,
        one(&|row| {
            row["left_severity"] = json!(5);
            row["left_likelihood"] = json!(5);
        }),
        "no worse",
    );
    stage.refused(by, one(&|row| row["controls"] = json!("x".repeat(1_001))), "too long");
    stage.refused(by, one(&|row| row["hazard"] = json!("\u{7}")), "cannot be shown");
    let many: Vec<Value> = (0..31).map(|_| hazard()[0].clone()).collect();
    stage.refused(by, made("a", &setting, &json!(many), &json!([])), "At most 30");
    stage.refused(by, made("a", &json!({ "place": "moon" }), &hazard(), &json!([])), "no such thing");
    stage.refused(by, made("a", &json!({ "outing": "moon" }), &hazard(), &json!([])), "no such outing");
    stage.refused(by, made("a", &json!({ "site": "ask Asha's mother" }), &hazard(), &json!([])), "address");
    let other = json!(["equipment.antivirus/check"]);
    stage.refused(Some("mo"), made("a", &setting, &hazard(), &other), "no assessment");
    let elsewhere = json!(["phones.safe-place/assessment"]);
    stage.refused(Some("mo"), made("a", &setting, &hazard(), &elsewhere), "does not ask for this");
    stage.give(by, made("a", &setting, &hazard(), &json!([]))).unwrap();
    stage.refused(by, made("a", &setting, &hazard(), &json!([])), "already");
    let retire = json!({ "assessments": { "retire": { "assessment": "a", "why": "Old" } } });
    stage.refused(Some("sam"), retire.clone(), "whoever answers for it");
    stage.give(Some("mo"), retire.clone()).unwrap();
    stage.refused(Some("mo"), retire, "no longer stands");
}

#[test]
fn an_assessment_of_a_place_or_a_kind_opens_its_gate_and_no_other() {
    let mut stage = Stage::new("information-security");
    let phones = "phones.safe-place/assessment";
    assert!(stage.due(phones) && stage.due("watches.safe-place/assessment"));
    let room = json!({ "place": "staff-room" });
    stage.give(Some("mo"), made("a", &room, &hazard(), &json!([phones]))).unwrap();
    assert!(!stage.due(phones) && stage.due("watches.safe-place/assessment"));
    // The same duty done by a tick afterwards is not undone by retiring the older assessment.
    let tick = json!({ "duties": { "do": { "duty": phones, "subject": room, "risk": "contact" } } });
    stage.give(Some("mo"), tick).unwrap();
    stage
        .give(Some("mo"), json!({ "assessments": { "retire": { "assessment": "a", "why": "Old" } } }))
        .unwrap();
    assert!(!stage.due(phones));

    let mut stage = Stage::new("portreath");
    let question = json!({ "act": "use", "who": "nia", "device": "hat", "owner": "setting" });
    assert!(!stage.lets(question.clone()));
    let duty = json!(["equipment.new-technology/assessment"]);
    stage.give(Some("mo"), made("a", &json!({ "kind": "hat" }), &hazard(), &duty)).unwrap();
    assert!(stage.lets(question.clone()));
    stage
        .give(Some("mo"), json!({ "assessments": { "retire": { "assessment": "a", "why": "Old" } } }))
        .unwrap();
    assert!(!stage.lets(question));
}

#[test]
fn an_assessment_outlives_the_version_that_asked_for_it() {
    let mut stage = Stage::new("information-security");
    let duty = json!(["internet.risk-assessment/assessment"]);
    stage.give(Some("mo"), made("a", &json!("setting"), &hazard(), &duty)).unwrap();
    stage.policy = Stage::new("jigsaw").policy;
    stage.now = "2027-02-20T08:00:00Z".parse().unwrap();
    assert!(stage.due("assessments/review"), "its day still shows");
    let review =
        json!({ "assessments": { "review": { "assessment": "a", "note": "N", "review": "2028-02-01" } } });
    stage.give(Some("nia"), review).unwrap();
    assert!(!stage.due("assessments/review"));
}

#[test]
fn a_friendship_is_read_by_the_friend_and_those_who_are_told() {
    let mut stage = Stage::new("jigsaw");
    stage.give(Some("nia"), declared("f", "nia", "2020-01-01")).unwrap();
    let author = Author::Program;
    let context = Context { state: &stage.state, policy: &stage.policy, now: stage.now, author: &author };
    let friendship = stage.state.friendships.all.get("f").unwrap();
    let see: Vec<bool> =
        ["nia", "dsl", "mo", "sam", "cy"].map(|id| may_see(&id.into(), friendship, &context)).to_vec();
    assert_eq!(see, [true, true, false, false, false]);
    assert!(!is_told(&"nia".into(), friendship, &context));
    // The DSL's own goes to whoever else leads, for want of another whom the policy names.
    stage.give(Some("dsl"), declared("g", "dsl", "2020-01-01")).unwrap();
    let context = Context { state: &stage.state, policy: &stage.policy, now: stage.now, author: &author };
    let friendship = stage.state.friendships.all.get("g").unwrap();
    let told: Vec<bool> =
        ["dsl", "mo", "cy", "sam"].map(|id| is_told(&id.into(), friendship, &context)).to_vec();
    assert_eq!(told, [false, true, true, false]);
}

/// Neither the page of what is due nor the committee's report names a friendship to anybody else.
#[test]
fn what_is_due_about_a_friendship_is_named_to_those_who_may_read_of_it() {
    let mut stage = Stage::new("jigsaw");
    stage.give(Some("nia"), declared("f", "nia", "2020-01-01")).unwrap();
    let author = Author::Program;
    let context = Context { state: &stage.state, policy: &stage.policy, now: stage.now, author: &author };
    let about = |items: &[due::Item]| items.iter().any(|item| matches!(item.subject, Subject::Friendship(_)));
    let all = due::all(&stage.state, &stage.policy, stage.now);
    assert!(about(&all));
    let reads = |person: &str| about(&due::readable(all.clone(), &person.into(), false, &context));
    assert_eq!(["nia", "dsl", "mo", "sam", "cy"].map(reads), [true, true, false, false, false]);
    let does = |person: &str| {
        let mine =
            all.iter().filter(|item| item.is_for(&person.into(), &context)).cloned().collect::<Vec<_>>();
        about(&mine)
    };
    assert_eq!(["nia", "dsl", "mo", "sam", "cy"].map(does), [false, true, false, false, false]);
}

#[test]
fn a_friendship_is_refused_where_it_is_none_from_before() {
    let mut stage = Stage::new("jigsaw");
    stage.refused(Some("nia"), declared("f", "nia", "2030-01-01"), "began in the past");
    stage.refused(Some("nia"), declared("f", "nia", "2026-09-14"), "not one from before");
    stage.refused(Some("sam"), declared("f", "nia", "2020-01-01"), "themselves");
    let agree = json!({ "friendships": { "agree": { "friendship": "f", "bounds": 0 } } });
    stage.refused(Some("nia"), agree.clone(), "no such friendship");
    stage.give(Some("nia"), declared("f", "nia", "2020-01-01")).unwrap();
    stage.refused(Some("nia"), agree, "not the bounds");
    let bounds = json!({ "friendships": { "set-bounds": { "friendship": "f", "bounds": "B" } } });
    stage.refused(Some("dsl"), bounds, "First put on record");
    let end = json!({ "friendships": { "end": { "friendship": "f", "why": "Over" } } });
    stage.refused(Some("sam"), end.clone(), "told to the");
    stage.give(Some("nia"), end).unwrap();
    // Having ended, it may be told anew.
    stage.give(Some("nia"), declared("g", "nia", "2020-01-01")).unwrap();
    let mut silent = Stage::new("portreath");
    silent.refused(Some("nia"), declared("f", "nia", "2020-01-01"), "does not speak");
}

#[test]
fn a_tool_that_is_used_no_more_is_not_permitted() {
    let mut stage = Stage::new("beaumont");
    let propose = |id: &str, kind: &str| json!({ "tools": { "propose": { "tool": id, "name": "Leaves", "kind": kind, "purpose": "P" } } });
    stage.give(Some("nia"), propose("t", "journal")).unwrap();
    stage.refused(Some("nia"), propose("u", "social"), "already");
    let approve = json!({ "tools": { "approve": { "tool": "t" } } });
    stage.give(Some("cy"), approve.clone()).unwrap();
    stage.refused(Some("cy"), approve, "already");
    let duty = json!(["journals.risk-assessment/assessment"]);
    stage.give(Some("mo"), made("a", &json!({ "tool": "t" }), &hazard(), &duty)).unwrap();
    let question = json!({ "act": "use-tool", "who": "nia", "tool": "t" });
    assert!(stage.lets(question.clone()));
    let retire = json!({ "tools": { "retire": { "tool": "t", "why": "Sold" } } });
    stage.refused(Some("sam"), retire.clone(), "whoever wanted it");
    stage.give(Some("nia"), retire).unwrap();
    assert!(!stage.lets(question));
    stage.give(Some("nia"), propose("u", "social")).unwrap();
    let approve = json!({ "tools": { "approve": { "tool": "u" } } });
    stage.refused(Some("cy"), approve, "nobody's permission");
}
