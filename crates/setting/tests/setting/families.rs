//! Codes of conduct, families told, the library, devices of one's own: bad input, edges, and what is kept of each.

use belisha_policy::{Catalogue, CodeFor, Policy, builtin_pack, builtin_packs, text_hash};
use belisha_setting::families::{self, How};
use belisha_setting::in_memory::carry_out;
use belisha_setting::{
    Author, Command, Event, Refusal, State, adoption, children, codes, devices, due, library, people, profile,
};
use jiff::Timestamp;
use jiff::civil::date;

struct Stage {
    state: State,
    policy: Policy,
    now: Timestamp,
}

impl Stage {
    /// A setting under a built-in policy with a manager, a practitioner and two children of one family.
    fn of(policy: &str) -> Self {
        let catalogue = Catalogue::builtin();
        let pack = builtin_pack(policy, &catalogue).unwrap();
        let text = builtin_packs().iter().find(|(id, _)| *id == policy).unwrap().1.to_owned();
        let policy = Policy::compile(pack, catalogue).unwrap();
        let now = "2026-09-14T08:00:00Z".parse().unwrap();
        let mut stage = Self { state: State::default(), policy, now };
        let (name, number) = ("Here".to_owned(), "01234 567890".to_owned());
        stage.program(Command::Setting(profile::Command::Found { name, number }));
        stage.program(Command::Policy(adoption::Command::Adopt { text }));
        for (person, role) in [("mo", "manager"), ("nia", "practitioner")] {
            let (person, name, roles) = (person.into(), person.to_owned(), vec![role.to_owned()]);
            stage.program(Command::People(people::Command::Add {
                person,
                name,
                roles,
                counted: true,
                level: None,
            }));
        }
        stage.child("asha", "Brook");
        stage.child("ben", " brook ");
        stage
    }

    fn child(&mut self, id: &str, family: &str) {
        let (child, name, born) = (id.into(), id.to_owned(), date(2023, 2, 1));
        let family = family.to_owned();
        self.program(Command::Children(children::Command::Add { child, name, born, family }));
    }

    fn program(&mut self, command: Command) {
        self.give(&Author::Program, command).unwrap();
    }

    fn by(&mut self, person: &str, command: Command) -> Result<Vec<Event>, Refusal> {
        self.give(&Author::Person(person.into()), command)
    }

    fn give(&mut self, author: &Author, command: Command) -> Result<Vec<Event>, Refusal> {
        let lines = carry_out(&mut self.state, command, &self.policy, self.now, author)?;
        Ok(lines.into_iter().map(|line| line.event).collect())
    }

    fn write(&mut self, id: &str, kind: &str, words: &str) -> Result<Vec<Event>, Refusal> {
        let (notice, kind, title) = (id.into(), kind.to_owned(), "Title".to_owned());
        let words = words.to_owned();
        self.by("nia", Command::Families(families::Command::Write { notice, kind, title, words }))
    }

    fn tell(&mut self, id: &str, who: &[&str], on: Option<jiff::civil::Date>) -> Result<Vec<Event>, Refusal> {
        let families = who.iter().map(|child| (*child).into()).collect();
        let tell = families::Command::Tell { notice: id.into(), families, how: How::Sent, on };
        self.by("nia", Command::Families(tell))
    }
}

#[test]
fn a_signature_keeps_the_hash_of_what_was_shown_and_old_lines_are_still_read() {
    let mut stage = Stage::of("portreath");
    let version = stage.policy.pack.version.clone();
    let sign = Command::Policy(adoption::Command::Sign { person: "nia".into(), version: version.clone() });
    stage.by("nia", sign).unwrap();
    let known = stage.state.adoption.in_force().unwrap();
    assert_eq!(known.shown.get("nia"), Some(&text_hash(&known.text)));
    let code = text_hash(&stage.policy.code_text(CodeFor::Adults));
    let sign = codes::Command::Sign { person: "nia".into(), version, shown: Some(code.clone()) };
    let events = stage.by("nia", Command::Codes(sign)).unwrap();
    assert!(
        matches!(events.as_slice(), [Event::Codes(codes::Event::Signed { shown, .. })] if *shown == code)
    );
    let old = r#"{"policy":{"signed":{"person":"nia","version":"2026-09-01","clauses_shown":30}}}"#;
    let read: Event = serde_json::from_str(old).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), old, "written as it was");
}

#[test]
fn codes_are_for_policies_that_ask_for_them_and_for_children_here() {
    let mut jigsaw = Stage::of("jigsaw");
    let version = jigsaw.policy.pack.version.clone();
    let sign = codes::Command::Sign { person: "nia".into(), version: version.clone(), shown: None };
    assert!(jigsaw.by("nia", Command::Codes(sign)).unwrap_err().to_string().contains("no codes of conduct"));
    let mut portreath = Stage::of("portreath");
    portreath.program(Command::Children(children::Command::Leave { child: "ben".into() }));
    let talk = codes::Command::TalkThrough { child: "ben".into(), version, shown: None };
    assert!(portreath.by("nia", Command::Codes(talk)).unwrap_err().to_string().contains("has left"));
}

#[test]
fn every_line_of_every_code_is_a_whole_sentence() {
    for (id, _) in builtin_packs() {
        let stage = Stage::of(id);
        for whom in [CodeFor::Adults, CodeFor::Children] {
            let lines = stage.policy.code(whom);
            assert!(lines.len() >= if whom == CodeFor::Adults { 10 } else { 2 }, "{id}: {}", lines.len());
            for line in lines {
                assert!(line.says.ends_with('.') && !line.says.contains(['{', '}']), "{id}: {}", line.says);
                assert!(!line.says.contains(" any."), "{id}: an empty list in {}", line.says);
                assert!(!line.clauses.is_empty());
            }
        }
    }
}

#[test]
fn children_of_one_family_are_told_together_and_a_sibling_later_too() {
    let mut stage = Stage::of("information-security");
    assert_eq!(families::all(&stage.state).len(), 1);
    stage.write("n", "voice-assistant", "We use a speaker.").unwrap();
    assert_eq!(families::all_told("voice-assistant", &stage.state), Err(date(2026, 9, 14)));
    let events = stage.tell("n", &["asha"], None).unwrap();
    assert!(
        matches!(events.as_slice(), [Event::Families(families::Event::Told { families, .. })] if families.len() == 2)
    );
    stage.child("cleo", "BROOK");
    assert!(families::all_told("voice-assistant", &stage.state).is_ok(), "her family has been told");
    stage.program(Command::Children(children::Command::Leave { child: "asha".into() }));
    stage.program(Command::Children(children::Command::Leave { child: "ben".into() }));
    assert!(families::all_told("voice-assistant", &stage.state).is_ok(), "still the same family");
    stage.child("dev", "");
    stage.child("eve", "");
    assert_eq!(families::all(&stage.state).len(), 3, "without a family's name each is one");
    assert!(families::all_told("voice-assistant", &stage.state).is_err());
}

#[test]
fn notices_refuse_what_cannot_be() {
    let mut stage = Stage::of("portreath");
    assert!(stage.write("n", "horoscope", "x").is_err());
    assert!(stage.write("n", "event", "  ").is_err());
    assert!(stage.write("n", "event", &"x".repeat(4_001)).is_err());
    assert!(stage.write("n n", "event", "x").is_err());
    stage.write("n", "event", "😀 مرحبا").unwrap();
    assert!(stage.write("n", "event", "again").is_err(), "an id is used once");
    assert!(stage.tell("n", &[], None).is_err());
    assert!(stage.tell("m", &["asha"], None).is_err());
    assert!(stage.tell("n", &["asha"], Some(date(2026, 9, 15))).is_err(), "tomorrow");
    assert!(stage.tell("n", &["asha"], Some(date(2024, 9, 15))).is_err(), "long ago");
    stage.tell("n", &["asha"], Some(date(2026, 9, 14))).unwrap();
    stage.tell("n", &["asha"], Some(date(2026, 9, 1))).unwrap();
    let told = stage.state.families.notices.get("n").unwrap().told.get("asha").unwrap();
    assert_eq!(told.on, date(2026, 9, 14), "the latest day counts");
}

#[test]
fn a_setting_without_children_has_nobody_to_tell() {
    let mut stage = Stage::of("portreath");
    for child in ["asha", "ben"] {
        stage.program(Command::Children(children::Command::Leave { child: child.into() }));
    }
    assert_eq!(families::all_told("voice-assistant", &stage.state), Ok(None));
    assert_eq!(families::round("advice-for-home", &stage.state), None);
    assert!(!due::all(&stage.state, &stage.policy, stage.now).is_empty());
}

#[test]
fn the_library_takes_sentences_not_rubbish() {
    let mut stage = Stage::of("beaumont");
    let mut add = |id: &str, title: &str, whom: &[&str]| {
        let (title, found) = (title.to_owned(), "shelf".to_owned());
        let for_whom = whom.iter().map(|word| (*word).to_owned()).collect();
        stage.by(
            "nia",
            Command::Library(library::Command::Add { resource: id.into(), title, found, for_whom }),
        )
    };
    assert!(add("a", "", &["staff"]).is_err());
    assert!(add("a", "A book", &[]).is_err());
    assert!(add("a", &"x".repeat(121), &["staff"]).is_err());
    add("a", "A book", &["staff", "staff", "children"]).unwrap();
    assert!(add("a", "Another", &["staff"]).is_err(), "the id is taken");
    assert_eq!(stage.state.library.own.get("a").unwrap().for_whom, ["children", "staff"]);
    let retire = || Command::Library(library::Command::Retire { resource: "a".into() });
    assert!(matches!(stage.by("nia", retire()), Err(Refusal::Denied(_))));
    stage.by("mo", retire()).unwrap();
    assert!(stage.by("mo", retire()).is_err());
}

#[test]
fn nobody_takes_a_device_of_somebody_else() {
    let mut stage = Stage::of("all-saints");
    let set = |owner: devices::Owner| {
        let particulars = devices::Particulars::new("laptop", "computer", owner);
        Command::Devices(devices::Command::Set { device: "laptop".into(), particulars })
    };
    let (nia, mo) = (devices::Owner::Person("nia".into()), devices::Owner::Person("mo".into()));
    assert!(stage.by("nia", set(devices::Owner::Setting)).is_err(), "the setting's is the manager's to add");
    stage.by("mo", set(mo)).unwrap();
    assert!(stage.by("nia", set(nia.clone())).is_err(), "it is Mo's");
    stage.by("mo", set(nia.clone())).unwrap();
    stage.by("nia", set(nia)).unwrap();
}
