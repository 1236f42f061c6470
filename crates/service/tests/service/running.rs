//! A running setting over a real store.

use belisha_ledger::{Log, MasterKey, Sqlite, Store};
use belisha_policy::builtin_packs;
use belisha_rehearsal::story::{Scale, Telling, tell};
use belisha_service::{Error, FixedClock, Setting, bulk};
use belisha_setting::day::Command as Day;
use belisha_setting::{Author, Command, Fault, Line, profile};
use std::sync::Arc;

struct Place {
    folder: tempfile::TempDir,
    master: MasterKey,
    clock: Arc<FixedClock>,
}

impl Place {
    fn new() -> Self {
        let clock = Arc::new(FixedClock::fixed("2026-09-14T08:00:00Z".parse().unwrap()));
        Self { folder: tempfile::tempdir().unwrap(), master: MasterKey::generate(), clock }
    }

    fn store(&self) -> Arc<dyn Store> {
        Arc::new(Sqlite::open(&self.folder.path().join("belisha.db")).unwrap())
    }

    /// A setting with three weeks behind it.
    async fn lived(&self) -> Arc<Setting> {
        let hash = |_: &str| "$argon2id$x".to_owned();
        let until = "2026-09-14T10:00:00Z".parse().unwrap();
        let scale = Scale { adults: 6, children: 8, weeks: 3 };
        let story =
            tell(&Telling { policy: builtin_packs()[0].1, scale, until, seed: 1, hash: &hash }).unwrap();
        let mut log = Log::create(self.store(), &self.master, "s").unwrap();
        bulk(&mut log, &story.lines).await.unwrap();
        drop(log);
        self.open()
    }

    fn open(&self) -> Arc<Setting> {
        Setting::open(self.store(), &self.master, "s", self.clock.clone()).unwrap()
    }
}

fn number(text: &str) -> Command {
    Command::Setting(profile::Command::SetNumber { number: text.into() })
}

#[tokio::test]
async fn a_story_is_the_same_for_the_same_seed() {
    let hash = |_: &str| "$argon2id$x".to_owned();
    let until = "2026-09-14T10:00:00Z".parse().unwrap();
    let told = || {
        let scale = Scale { adults: 6, children: 8, weeks: 3 };
        tell(&Telling { policy: builtin_packs()[1].1, scale, until, seed: 5, hash: &hash }).unwrap().lines
    };
    assert_eq!(told(), told());
}

#[tokio::test]
async fn reopening_from_the_log_and_from_a_snapshot_gives_the_same_state() {
    let place = Place::new();
    let setting = place.lived().await;
    setting.submit(Author::Program, number("01632 960000")).await.unwrap();
    let state = setting.now().state.clone();
    drop(setting);
    let again = place.open();
    assert_eq!(again.now().state, state, "folded");
    again.seal().await.unwrap();
    drop(again);
    let again = place.open();
    assert_eq!(again.now().state, state, "from the snapshot");
    again.submit(Author::Program, number("01632 960001")).await.unwrap();
    assert_eq!(again.now().state.profile.number, "01632 960001");
    assert!(again.verify().await.unwrap().is_ok());
}

#[tokio::test]
async fn a_clock_that_jumps_back_never_turns_the_log_back() {
    let place = Place::new();
    place.clock.put("2026-09-14T11:00:00Z".parse().unwrap());
    let setting = place.lived().await;
    let first = setting.submit(Author::Program, number("1")).await.unwrap()[0].at;
    place.clock.put("2020-01-01T00:00:00Z".parse().unwrap());
    let second = setting.submit(Author::Program, number("2")).await.unwrap()[0].at;
    assert!(second >= first, "{second} is before {first}");
}

#[tokio::test]
async fn two_tablets_at_once_do_a_thing_once() {
    let place = Place::new();
    let setting = place.lived().await;
    let other = place.open();
    let command = {
        let now = setting.now();
        let (child, _) = now.state.children.here().next().unwrap();
        let child = child.clone();
        // Whichever way the story left them, the other way can be done once.
        let out = now.state.day.children.contains(&child);
        Command::Day(if out { Day::ChildOut { child } } else { Day::ChildIn { child } })
    };
    // Two programs over one file, and two requests in one program.
    let (a, b, c) = tokio::join!(
        setting.submit(Author::Program, command.clone()),
        setting.submit(Author::Program, command.clone()),
        other.submit(Author::Program, command.clone()),
    );
    let done = [&a, &b, &c].iter().filter(|result| result.is_ok()).count();
    assert_eq!(done, 1, "{a:?} {b:?} {c:?}");
    let refused = [a, b, c].into_iter().filter_map(Result::err).all(
        |error| matches!(error, Error::Refused(refusal) if refusal.fault() == Some(Fault::Contradiction)),
    );
    assert!(refused);
    assert!(setting.verify().await.unwrap().is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_write_at_once_are_all_heard_also_from_two_programs() {
    let place = Place::new();
    let (one, two) = (place.lived().await, place.open());
    let before = one.now().state.lines;
    let tasks: Vec<_> = (0..60)
        .map(|n| {
            let setting = if n % 3 == 0 { two.clone() } else { one.clone() };
            let add = serde_json::json!({ "children": { "add": { "child": format!("x{n}"), "name": format!("X{n}"), "born": "2023-02-01" } } });
            let command: Command = serde_json::from_value(add).unwrap();
            tokio::spawn(async move {
                // A race lost too often is told as overload, and tried again like any client would.
                loop {
                    match setting.submit(Author::Program, command.clone()).await {
                        Err(Error::Ledger(belisha_ledger::Error::Overloaded)) => tokio::task::yield_now().await,
                        other => return other.map(|lines| lines[0].seq),
                    }
                }
            })
        })
        .collect();
    let mut numbers = Vec::new();
    for task in tasks {
        numbers.push(task.await.unwrap().unwrap());
    }
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), 60, "every command has a line of its own");
    let again = place.open();
    assert_eq!(again.now().state.lines, before + 60);
    assert!((0..60).all(|n| again.now().state.children.all.contains_key(format!("x{n}").as_str())));
    assert!(again.verify().await.unwrap().is_ok());
    // What each program holds is what the log says, once it has written again.
    one.submit(Author::Program, number("7")).await.unwrap();
    assert!(one.now().state == place.open().now().state, "what is held is not what the log says");
}

#[tokio::test]
async fn several_commands_are_all_carried_out_or_none() {
    let place = Place::new();
    let setting = place.lived().await;
    let before = setting.now().state.lines;
    let result = setting.submit_all(Author::Program, vec![number("1"), number("")]).await;
    assert!(matches!(result, Err(Error::Refused(ref refusal)) if refusal.fault() == Some(Fault::Invalid)));
    assert_eq!(setting.now().state.lines, before);
}

/// The format of version 1 is frozen: this file is only ever added to.
#[test]
fn golden_lines_are_read_and_written_as_they_were() {
    for line in include_str!("../golden-v1.jsonl").lines() {
        let read = Line::from_json(line.as_bytes()).unwrap();
        let written: serde_json::Value = read.to_json().unwrap();
        assert_eq!(written, serde_json::from_str::<serde_json::Value>(line).unwrap());
    }
    let newer = r#"{"at":"2026-09-14T08:00:00Z","author":"program","event":{"never":1},"seq":0,"v":2}"#;
    assert!(Line::from_json(newer.as_bytes()).unwrap_err().contains("newer program"));
}
