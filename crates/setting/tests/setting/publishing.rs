//! Channels, posts, consents, disclosures and words: edge cases and bad input.

use belisha_policy::{Catalogue, Policy, builtin_pack};
use belisha_setting::channels::{ChannelKind, Command as Channel};
use belisha_setting::consents::{Command as Consent, Of};
use belisha_setting::disclosures::{Command as Disclose, How, Reason};
use belisha_setting::in_memory::carry_out;
use belisha_setting::posts::Command as Post;
use belisha_setting::wording::{self, Found, Outlet, Verdict};
use belisha_setting::{Author, Command, Context, Refusal, State, children, disclosures, people, profile};
use jiff::Timestamp;

struct Setting {
    state: State,
    policy: Policy,
    now: Timestamp,
}

fn setting(policy: &str) -> Setting {
    let catalogue = Catalogue::builtin();
    let policy = Policy::compile(builtin_pack(policy, &catalogue).unwrap(), catalogue).unwrap();
    let mut setting =
        Setting { state: State::default(), policy, now: "2026-09-14T08:00:00Z".parse().unwrap() };
    let (name, number) = ("Amber Lane Preschool".to_owned(), "01632 960123".to_owned());
    setting.must(Command::Setting(profile::Command::Found { name, number }));
    for (person, name, role) in [
        ("mo", "Mo Tern", "manager"),
        ("dee", "Dee Alder", "deputy"),
        ("nia", "Nia Rowan", "practitioner"),
        ("cora", "Cora Birch", "chair"),
    ] {
        let (name, roles) = (name.to_owned(), vec![role.to_owned()]);
        let add = people::Command::Add { person: person.into(), name, roles, counted: false, level: None };
        setting.must(Command::People(add));
    }
    let born = "2023-02-01".parse().unwrap();
    let add = |child: &str, name: &str| children::Command::Add {
        child: child.into(),
        name: name.into(),
        born,
        family: String::new(),
    };
    setting.must(Command::Children(add("asha", "Asha Example")));
    setting.must(Command::Children(add("noor", "نور محمد")));
    setting.must(page("public", "Our public page", &["mo", "cora"]));
    setting
}

fn page(channel: &str, name: &str, run_by: &[&str]) -> Command {
    let run_by = run_by.iter().map(|person| (*person).into()).collect();
    let (channel, name) = (channel.into(), name.to_owned());
    Command::Channels(Channel::Set {
        channel,
        name,
        kind: ChannelKind::Page,
        serves: "public".into(),
        run_by,
    })
}

impl Setting {
    fn give(&mut self, author: &Author, command: Command) -> Result<(), Refusal> {
        carry_out(&mut self.state, command, &self.policy, self.now, author).map(|_| ())
    }

    fn by(&mut self, person: &str, command: Command) -> Result<(), Refusal> {
        self.give(&Author::Person(person.into()), command)
    }

    fn must(&mut self, command: Command) {
        self.give(&Author::Program, command).unwrap();
    }

    fn check(&self, text: &str, outlet: Outlet) -> Vec<Found> {
        wording::check(text, outlet, None, &self.state, &self.policy)
    }
}

fn draft(post: &str, words: &str) -> Command {
    let (channel, pictures) = ("public".into(), Vec::new());
    Command::Posts(Post::Draft { post: post.into(), channel, words: words.into(), pictures })
}

fn approve(post: &str, seen: &[&str]) -> Command {
    let seen = seen.iter().map(|words| (*words).to_owned()).collect();
    Command::Posts(Post::Approve { post: post.into(), seen, looked: false })
}

fn says(result: Result<(), Refusal>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn a_text_of_five_megabytes_is_checked_to_its_end() {
    let setting = setting("all-saints");
    let text = format!("{} Asha Example.", "the children planted seeds ".repeat(200_000));
    assert!(text.len() > 5_000_000);
    let found = setting.check(&text, Outlet::Page);
    assert_eq!(found.len(), 1, "{}", found.len());
    assert_eq!((found[0].words.as_str(), found[0].verdict), ("Asha Example", Verdict::Stop));
    assert_eq!(&text[found[0].at.clone()], "Asha Example");
}

#[test]
fn emoji_and_right_to_left_script_keep_their_places() {
    let setting = setting("all-saints");
    let text = "🎉👩‍👧 Asha 🎂 زارتنا نور محمد اليوم";
    let found = setting.check(text, Outlet::Page);
    let words: Vec<&str> = found.iter().map(|known| known.words.as_str()).collect();
    assert_eq!(words, ["Asha", "نور محمد"]);
    assert!(
        found.iter().all(|known| text[known.at.clone()] == *known.words && known.verdict == Verdict::Stop)
    );
    assert!(setting.check(&"🎉".repeat(100_000), Outlet::Page).is_empty());
    assert!(setting.check("", Outlet::Page).is_empty());
}

#[test]
fn a_possible_name_is_looked_at_and_ticked_off_on_record() {
    let mut setting = setting("all-saints");
    let text = "Asah will be missed by everyone.";
    setting.by("nia", draft("p", text)).unwrap();
    let looks: Vec<String> = setting
        .check(text, Outlet::Page)
        .into_iter()
        .filter(|f| f.verdict == Verdict::Look)
        .map(|f| f.words)
        .collect();
    assert_eq!(looks, ["Asah"], "a misspelling by one letter is possible, not certain");
    assert!(says(setting.by("mo", approve("p", &[]))).contains("“Asah”"));
    assert!(says(setting.by("mo", approve("p", &["something else"]))).contains("tick off"));
    setting.by("mo", approve("p", &["Asah"])).unwrap();
    let approved = setting.state.posts.all["p"].approved.as_ref().unwrap();
    assert_eq!(approved.seen.iter().map(|words| words.words()).collect::<Vec<_>>(), ["Asah"]);
}

#[test]
fn a_child_who_joins_after_the_approval_stops_the_post() {
    let mut setting = setting("all-saints");
    setting.by("nia", draft("p", "Ottoline likes the new swing.")).unwrap();
    setting.by("mo", approve("p", &[])).unwrap();
    let born = "2023-05-01".parse().unwrap();
    let (name, family) = ("Ottoline Sample".to_owned(), String::new());
    setting.must(Command::Children(children::Command::Add { child: "ott".into(), name, born, family }));
    let link = "https://pages.example/1".to_owned();
    let refusal = setting.by("mo", Command::Posts(Post::Publish { post: "p".into(), link })).unwrap_err();
    assert_eq!(refusal.clauses(), ["all-saints.28"]);
}

#[test]
fn what_cannot_be_is_refused_in_words() {
    let mut setting = setting("all-saints");
    assert!(says(setting.by("nia", draft("p", " \r\n "))).contains("empty"));
    assert!(says(setting.by("nia", draft("p", &"x".repeat(20_001)))).contains("too long"));
    setting.by("nia", draft("p", "one\r\ntwo")).unwrap();
    assert_eq!(setting.state.posts.all["p"].words.words(), "one\ntwo");
    assert!(says(setting.by("nia", draft("p", "again"))).contains("already"));
    assert!(says(setting.by("mo", approve("none", &[]))).contains("no such post"));
    let nobody = page("families", "The families' page", &[]);
    assert!(says(setting.by("mo", nobody)).contains("at least one person"));
    assert!(says(setting.by("mo", page("x y", "Another", &["mo"]))).contains("not plain"));
    assert!(says(setting.by("mo", page("twin", "our PUBLIC page", &["mo"]))).contains("already"));
    let give = |purpose: &str| {
        let (of, purpose, how) = (Of::Person("nia".into()), purpose.to_owned(), "said so".to_owned());
        Command::Consents(Consent::Give { of, purpose, how })
    };
    assert!(says(setting.by("nia", give("billboards"))).contains("billboards"));
    setting.by("nia", give("website")).unwrap();
    assert!(says(setting.by("nia", give("website"))).contains("already"));
}

#[test]
fn a_password_renewed_in_the_morning_is_renewed_again_when_a_holder_leaves_at_noon() {
    let mut setting = setting("all-saints");
    let serves = "admissions".to_owned();
    let run_by = ["mo".into(), "cora".into()].into();
    let (channel, name, kind) = ("adm".into(), "Admissions".to_owned(), ChannelKind::Mailbox);
    setting.must(Command::Channels(Channel::Set { channel, name, kind, serves, run_by }));
    let renewed = r#"{"duties":{"do":{"duty":"email.mailbox-holders/renewed","subject":{"mailbox":"adm"}}}}"#;
    let renewed: Command = serde_json::from_str(renewed).unwrap();
    setting.by("mo", renewed.clone()).unwrap();
    let open = |setting: &Setting| {
        let items = belisha_setting::due::open(&setting.state, &setting.policy, setting.now);
        items.iter().any(|item| item.duty == "email.mailbox-holders/renewed")
    };
    assert!(!open(&setting));
    setting.now = "2026-09-14T12:00:00Z".parse().unwrap();
    setting.by("cora", Command::People(people::Command::Leave { person: "mo".into() })).unwrap();
    setting.by("mo", Command::People(people::Command::Agree { person: "mo".into(), line: None })).unwrap();
    assert!(open(&setting));
    setting.now = "2026-09-14T12:05:00Z".parse().unwrap();
    setting.by("cora", renewed).unwrap();
    assert!(!open(&setting));
}

#[test]
fn what_a_disclosure_says_is_sealed_and_plain_email_is_refused_with_its_remedy() {
    let mut setting = setting("all-saints");
    let send = |how| {
        Command::Disclosures(Disclose::Send {
            disclosure: "d".into(),
            content: "a note".into(),
            to: "the council".into(),
            why: "funding".into(),
            how,
            reason: Reason::PublicTask,
            about: vec![Of::Child("asha".into())],
        })
    };
    let refusal = setting.by("nia", send(How::PlainEmail)).unwrap_err();
    assert_eq!(refusal.clauses(), ["all-saints.16"]);
    assert!(refusal.to_string().contains("sealed parcel"), "{refusal}");
    setting.by("nia", send(How::Parcel)).unwrap();
    let sent = &setting.state.disclosures.all["d"];
    let json = serde_json::to_value(&sent.disclosure.content).unwrap();
    assert_eq!(json["of"], "child/asha", "sealed under the child's key");
}

#[test]
fn what_was_sent_is_read_by_whoever_sent_it_and_those_who_lead_but_not_by_whom_it_is_about() {
    let mut setting = setting("all-saints");
    let send = |id: &str, about: Of| {
        Command::Disclosures(Disclose::Send {
            disclosure: id.into(),
            content: "A reference".into(),
            to: "another setting".into(),
            why: "They asked".into(),
            how: How::SecureService,
            reason: Reason::Consent,
            about: vec![about],
        })
    };
    setting.by("nia", send("child", Of::Child("asha".into()))).unwrap();
    setting.by("dee", send("manager", Of::Person("mo".into()))).unwrap();
    let author = Author::Program;
    let Setting { state, policy, now } = &setting;
    let context = Context { state, policy, now: *now, author: &author };
    let read = |sent: &str| {
        let sent = &state.disclosures.all[sent];
        ["mo", "dee", "nia", "cora"].map(|person| disclosures::may_read(&person.into(), sent, &context))
    };
    assert_eq!(read("child"), [true, true, true, true]);
    assert_eq!(read("manager"), [false, true, false, true], "the manager does not read it: it is about her");
}
