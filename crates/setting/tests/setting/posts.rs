//! Two people for the posts to which concerns go: every way round it that the accused manager would try.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests stop at the first surprise"
)]

use belisha_policy::{Catalogue, Policy, builtin_pack};
use belisha_setting::in_memory::carry_out;
use belisha_setting::{Author, Command, Prepared, Refusal, State, adoption, concerns};
use jiff::Timestamp;
use serde_json::{Value, json};

struct Stage {
    state: State,
    policy: Policy,
    now: Timestamp,
}

const HASH: &str = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g";

impl Stage {
    /// Mo manages and is the designated lead, Dee is her deputy there, Cora chairs, Ana works there.
    fn set() -> Self {
        Self::with(&[
            ("mo", &["manager", "dsl"]),
            ("dee", &["deputy-dsl"]),
            ("cora", &["chair"]),
            ("ana", &["practitioner"]),
        ])
    }

    fn with(people: &[(&str, &[&str])]) -> Self {
        let catalogue = Catalogue::builtin();
        let policy = Policy::compile(builtin_pack("all-saints", &catalogue).unwrap(), catalogue).unwrap();
        let now = "2026-11-02T09:00:00Z".parse().unwrap();
        let mut stage = Self { state: State::default(), policy, now };
        stage.program(json!({ "setting": { "found": { "name": "Larch Lane" } } }));
        for (id, roles) in people {
            stage.program(json!({ "people": { "add": { "person": id, "name": id, "roles": roles } } }));
            stage.program(secret(id));
        }
        stage
    }

    fn give(&mut self, author: &Author, text: Value) -> Result<(), Refusal> {
        let command: Command = Prepared::command_in_scenario(text).unwrap();
        carry_out(&mut self.state, command, &self.policy, self.now, author).map(drop)
    }

    fn program(&mut self, text: Value) {
        self.give(&Author::Program, text).unwrap();
    }

    fn by(&mut self, person: &'static str, text: Value) -> Result<(), Refusal> {
        self.give(&Author::Person(person.into()), text)
    }

    /// An allegation about somebody, by Ana.
    fn allegation(&mut self, id: &str, about: &str) {
        let raise = json!({ "concern": id, "kind": "allegation", "said": "She shouted at a child.", "adults": [about] });
        self.by("ana", json!({ "concerns": { "raise": raise } })).unwrap();
    }

    fn reads(&self, person: &'static str, concern: &'static str) -> bool {
        let verdict =
            concerns::may_open(&person.into(), &concern.into(), false, &self.state, &self.policy, self.now);
        verdict.allows()
    }

    fn roles(&self, person: &str) -> String {
        self.state.people.all.get(person).map_or(String::new(), |known| known.roles.join(" "))
    }

    fn hash(&self, person: &str) -> String {
        let known = &self.state.people.all[person];
        known.password.as_ref().map_or(String::new(), |hash| hash.words().to_owned())
    }
}

fn secret(person: &str) -> Value {
    json!({ "people": { "set-secret": { "person": person, "secret": "password", "hash": HASH } } })
}

fn add(person: &str, roles: &[&str]) -> Value {
    json!({ "people": { "add": { "person": person, "name": person, "roles": roles } } })
}

fn change(person: &str, roles: &[&str]) -> Value {
    json!({ "people": { "change": { "person": person, "roles": roles } } })
}

fn leave(person: &str) -> Value {
    json!({ "people": { "leave": { "person": person } } })
}

fn agree(person: &str) -> Value {
    json!({ "people": { "agree": { "person": person } } })
}

#[test]
fn the_accused_makes_no_ghost_takes_no_chair_and_resets_nobody() {
    let mut stage = Stage::set();
    stage.allegation("c", "mo");
    assert!(!stage.reads("mo", "c") && stage.reads("dee", "c"));
    // The audit's three requests: a ghost who is designated lead, or the chair for oneself and a reset.
    stage.by("mo", add("gail", &["dsl"])).unwrap();
    assert_eq!(stage.roles("gail"), "", "it is proposed, and nothing more");
    assert!(stage.by("mo", secret("gail")).is_err());
    stage.by("mo", change("mo", &["manager", "dsl", "chair"])).unwrap();
    assert_eq!(stage.roles("mo"), "dsl manager");
    let before = stage.hash("dee");
    let new = json!({ "people": { "set-secret": { "person": "dee", "secret": "password", "hash": format!("{HASH}x") } } });
    stage.by("mo", new).unwrap();
    assert_eq!(stage.hash("dee"), before);
    // By herself she does not agree either, nor by somebody who holds no post, nor by whom it is done with.
    for (who, person) in [("mo", "gail"), ("mo", "mo"), ("mo", "dee"), ("ana", "gail"), ("dee", "dee")] {
        assert!(stage.by(who, agree(person)).is_err(), "{who} for {person}");
    }
    assert!(!stage.reads("mo", "c"));
}

#[test]
fn one_other_is_not_enough_where_the_first_is_accused() {
    let mut stage = Stage::set();
    stage.allegation("c", "mo");
    stage.by("mo", add("gail", &["dsl"])).unwrap();
    stage.by("dee", agree("gail")).unwrap();
    assert_eq!(stage.roles("gail"), "", "only Dee counts");
    assert!(stage.by("dee", agree("gail")).is_err(), "and only once");
    stage.by("cora", agree("gail")).unwrap();
    assert_eq!(stage.roles("gail"), "dsl", "Dee and Cora do");
    assert!(!stage.reads("gail", "c"), "who newly holds a post sees nothing from before");
    assert!(stage.reads("dee", "c"), "and takes nobody's place on it");
    assert!(
        stage.by("mo", json!({ "concerns": { "let-in": { "concern": "c", "person": "gail" } } })).is_err()
    );
    stage.by("dee", json!({ "concerns": { "let-in": { "concern": "c", "person": "gail" } } })).unwrap();
    assert!(stage.reads("gail", "c"));
    stage.now = "2026-11-05T09:00:00Z".parse().unwrap();
    stage.allegation("d", "mo");
    assert!(stage.reads("gail", "d"), "what is raised from now on she sees");
}

#[test]
fn two_whom_nothing_concerns_give_and_take_posts_and_reset_secrets() {
    let mut stage = Stage::set();
    stage.by("mo", change("ana", &["practitioner", "deputy-dsl"])).unwrap();
    stage.by("dee", agree("ana")).unwrap();
    assert_eq!(stage.roles("ana"), "deputy-dsl practitioner");
    let post = &stage.state.people.all["ana"].posts["deputy-dsl"];
    assert_eq!(post.given_by, [Author::Person("dee".into()), Author::Person("mo".into())]);
    stage.by("mo", secret("dee")).unwrap();
    stage.by("cora", agree("dee")).unwrap();
    stage.by("cora", leave("dee")).unwrap();
    assert!(stage.state.people.all["dee"].left.is_none());
    stage.by("dee", agree("dee")).unwrap();
    assert!(stage.state.people.all["dee"].left.is_some(), "whoever only loses by it may agree themself");
    assert_eq!(
        stage.state.people.post_news.iter().filter(|news| news.2.len() == 2).count(),
        3,
        "and all of it is news"
    );
}

#[test]
fn nobody_agrees_to_something_else_than_they_read() {
    let mut stage = Stage::set();
    stage.by("mo", change("ana", &["practitioner", "deputy-dsl"])).unwrap();
    let read = stage.state.people.proposed["ana"].line;
    stage.by("mo", change("ana", &["dsl", "manager"])).unwrap();
    let agree = json!({ "people": { "agree": { "person": "ana", "line": read } } });
    assert!(stage.by("dee", agree).unwrap_err().to_string().contains("Something else"));
    stage.by("dee", json!({ "people": { "decline": { "person": "ana" } } })).unwrap();
    assert!(stage.by("cora", self::agree("ana")).is_err());
    assert_eq!(stage.roles("ana"), "practitioner");
}

#[test]
fn whoever_names_a_lead_away_is_not_alone_with_it() {
    let mut stage = Stage::set();
    let raise = json!({ "concern": "c", "kind": "allegation", "said": "He pulled a child along.", "adults": ["ana"] });
    stage.by("dee", json!({ "concerns": { "raise": raise } })).unwrap();
    assert!(stage.reads("mo", "c"));
    assert!(!stage.reads("cora", "c"));
    stage.by("mo", json!({ "concerns": { "name": { "concern": "c", "adults": ["dee"] } } })).unwrap();
    assert!(stage.reads("mo", "c") && !stage.reads("dee", "c"));
    assert!(stage.reads("cora", "c"), "the next in line stands beside her from now on");
}

#[test]
fn alone_it_takes_the_recovery_key_and_three_days_and_stays_on_record() {
    let mut stage = Stage::with(&[("mo", &["manager", "dsl"]), ("ana", &["practitioner"])]);
    stage.by("mo", add("dee", &["deputy-dsl"])).unwrap();
    assert_eq!(
        stage.roles("dee"),
        "deputy-dsl",
        "whoever begins has nobody to agree with, and nothing was raised"
    );

    let mut stage = Stage::with(&[("mo", &["manager", "dsl"]), ("ana", &["practitioner"])]);
    stage.allegation("c", "ana");
    stage.by("mo", add("gail", &["chair"])).unwrap();
    assert_eq!(stage.roles("gail"), "");
    let by_key = || json!({ "people": { "by-recovery-key": { "person": "gail" } } });
    assert!(stage.by("ana", by_key()).is_err());
    assert!(stage.by("mo", by_key()).unwrap_err().to_string().contains("2026-11-05"));
    stage.now = "2026-11-05T09:00:00Z".parse().unwrap();
    stage.by("mo", by_key()).unwrap();
    assert_eq!(stage.roles("gail"), "chair");
    assert_eq!(stage.state.people.all["gail"].posts["chair"].given_by, [Author::Person("mo".into())]);

    let mut stage = Stage::set();
    stage.allegation("c", "mo");
    stage.by("mo", add("gail", &["dsl"])).unwrap();
    stage.now = "2026-12-05T09:00:00Z".parse().unwrap();
    assert!(stage.by("mo", by_key()).unwrap_err().to_string().contains("can agree"), "not where others are");
}

const EMPTY: &str = "[pack]\nid = \"x\"\ntitle = \"X\"\nsummary = \"Nothing.\"\nversion = \"2030-01-01\"\n";

/// M6: one leader alone lifted every rule of the setting with a policy that says nothing.
#[test]
fn a_changed_policy_is_adopted_by_two_who_see_what_it_lifts() {
    let mut stage = Stage::set();
    let text = belisha_policy::builtin_packs().iter().find(|(id, _)| *id == "all-saints").unwrap().1;
    stage.program(json!({ "policy": { "adopt": { "text": text } } }));
    let adopt = |text: &str| json!({ "policy": { "adopt": { "text": text } } });
    let in_force = |stage: &Stage| stage.state.adoption.in_force().unwrap().version.clone();
    let before = in_force(&stage);
    stage.by("mo", adopt(EMPTY)).unwrap();
    assert_eq!(in_force(&stage), before, "it is proposed");
    let changes = adoption::proposed_changes(&stage.state, &stage.policy).unwrap();
    assert!(changes.gone.len() > 30 && changes.lifted.len() > 30, "{changes:?}");
    for who in ["mo", "ana"] {
        assert!(stage.by(who, json!({ "policy": { "agree": {} } })).is_err(), "{who}");
    }
    stage.by("dee", json!({ "policy": { "decline": {} } })).unwrap();
    assert!(stage.by("dee", json!({ "policy": { "agree": {} } })).is_err());
    // Whoever an open concern is about does not count here either.
    stage.allegation("c", "mo");
    stage.by("mo", adopt(EMPTY)).unwrap();
    stage.by("dee", json!({ "policy": { "agree": {} } })).unwrap();
    assert_eq!(in_force(&stage), before);
    stage.by("cora", json!({ "policy": { "agree": {} } })).unwrap();
    assert_eq!(in_force(&stage), "2030-01-01");
    // The same text under a new date lifts nothing.
    stage.by("mo", adopt(&EMPTY.replace("2030-01-01", "2031-01-01"))).unwrap();
    assert_eq!(in_force(&stage), "2031-01-01");
}

/// Whoever is to lose a post could keep it for ever by saying no, or by proposing something else in its place.
#[test]
fn the_accused_does_not_block_what_two_others_propose() {
    let mut stage = Stage::set();
    stage.allegation("c", "mo");
    let decline = || json!({ "people": { "decline": { "person": "mo" } } });
    stage.program(change("dee", &["deputy", "deputy-dsl"]));
    stage.by("dee", change("mo", &["practitioner"])).unwrap();
    assert!(stage.by("mo", decline()).is_err());
    assert!(stage.by("mo", change("mo", &["manager", "chair"])).is_err(), "nor puts hers in its place");
    stage.by("cora", agree("mo")).unwrap();
    assert_eq!(stage.roles("mo"), "practitioner");
    // What she proposed herself others say no to, so that it stands in nobody's way.
    let mut stage = Stage::set();
    stage.program(change("dee", &["deputy", "deputy-dsl"]));
    stage.allegation("c", "mo");
    stage.by("mo", change("mo", &["manager", "dsl", "chair"])).unwrap();
    assert!(stage.by("dee", change("mo", &["practitioner"])).is_err());
    stage.by("dee", decline()).unwrap();
    stage.by("dee", change("mo", &["practitioner"])).unwrap();
}
