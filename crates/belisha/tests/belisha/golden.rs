//! A data folder as the program of November 2026 left it, opened with the program of today. Nothing in
//! `tests/golden/2026-11` is ever made anew: it is what settings have on their disks.
//!
//! The numbers and the hash below were printed by that program (`ledger verify`, `ledger export`).

use belisha_ledger::{KeyFile, Log, MasterKey, RecoveryKey, Sqlite, Store};
use belisha_service::{Clock, FixedClock, Setting};
use belisha_setting::ask::Supposition;
use belisha_setting::{Author, Command, Line, Question, State, ask, profile};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many lines it has.
const LINES: u64 = 1146;
/// SHA-256 of what `ledger export` printed: every line with its words opened.
const EXPORTED: &str = "989cf95593ae464d88c3214b47d404bb9db116e99a0a497b9754b9e7d2354b2a";
/// How its snapshot begins.
const SNAPSHOT: &[u8] = b"belisha state 5 ";

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/2026-11")
}

/// A copy of the folder, and its key.
fn copied() -> (tempfile::TempDir, MasterKey) {
    let folder = tempfile::tempdir().unwrap();
    for name in ["belisha.db", "master.key"] {
        std::fs::copy(golden().join(name), folder.path().join(name)).unwrap();
    }
    let key = folder.path().join("master.key");
    std::fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    (folder, KeyFile::read(&key).unwrap())
}

fn store(folder: &Path) -> Arc<dyn Store> {
    Arc::new(Sqlite::open(&folder.join("belisha.db")).unwrap())
}

/// What is known of a register, by its name: how many are on it.
fn counts(state: &State) -> Vec<(&'static str, usize)> {
    vec![
        ("people", state.people.all.len()),
        ("people here", state.people.here().count()),
        ("children", state.children.all.len()),
        ("places", state.places.all.len()),
        ("devices", state.devices.all.len()),
        ("exceptions", state.exceptions.all.len()),
        ("outings", state.outings.all.len()),
        ("concerns", state.concerns.all.len()),
        ("assessments", state.assessments.all.len()),
        ("friendships", state.friendships.all.len()),
        ("tools", state.tools.all.len()),
        ("channels", state.channels.all.len()),
        ("posts", state.posts.all.len()),
        ("disclosures", state.disclosures.all.len()),
        ("pictures", state.pictures.all.len()),
        ("journeys", state.journeys.all.len()),
        ("occasions", state.occasions.all.len()),
        ("sessions", state.online.sessions.len()),
        ("devices known to the filter", state.network.known.len()),
        ("versions of the policy", state.adoption.versions.len()),
        ("lines for few", state.for_few.len()),
    ]
}

#[test]
fn every_line_is_read_as_it_was_written() {
    let (folder, key) = copied();
    let mut log = Log::open(store(folder.path()), &key, "setting").unwrap();
    let (mut exported, mut other) = (Sha256::new(), Vec::new());
    log.replay(&mut |stored| {
        exported.update(&stored.json);
        exported.update(b"\n");
        let line = Line::from_json(&stored.json)?;
        let before: serde_json::Value = serde_json::from_slice(&stored.json).unwrap();
        if line.seq != stored.seq || line.to_json()? != before {
            other.push(before);
        }
        Ok(())
    })
    .unwrap();
    assert_eq!(log.length(), LINES);
    assert_eq!(data_encoding::HEXLOWER.encode(&exported.finalize()), EXPORTED);
    assert!(other.is_empty(), "{} lines are written as something else, such as {}", other.len(), other[0]);
    let verified = log.verify().unwrap().unwrap();
    assert_eq!(verified.size, LINES);
    assert!(verified.checkpoints > 0);
}

/// Its snapshot has the shape of that time. It is passed over, and the state is folded from the log.
#[tokio::test]
async fn its_snapshot_is_passed_over_and_the_log_is_folded() {
    let (folder, key) = copied();
    let mut log = Log::open(store(folder.path()), &key, "setting").unwrap();
    let snapshot = log.to_snapshot().unwrap().expect("it has a snapshot");
    assert!(snapshot.starts_with(SNAPSHOT));
    assert_eq!(State::from_snapshot(&snapshot), None);
    drop(log);

    let clock = Arc::new(FixedClock::fixed("2026-11-30T10:00:00Z".parse().unwrap()));
    let setting = Setting::open(store(folder.path()), &key, "setting", clock.clone()).unwrap();
    let before = setting.now().state.clone();
    assert_eq!(before.lines, LINES);
    assert_eq!(counts(&before), FACTS);
    let answer = {
        let now = setting.now();
        let question = Question {
            act: "use".into(),
            who: Some("practitioner".into()),
            device: Some("phone".into()),
            owner: Some("personal".into()),
            place: Some("play-room".into()),
            suppose: [(belisha_policy::Fact::InHours.into(), Supposition::Bool(true))].into(),
            ..Question::default()
        };
        ask(&now.state, &now.policy, clock.now(), &question)
    };
    assert_eq!((answer.verdict.word(), answer.verdict.clauses().join(" ").as_str()), ANSWER);

    // It goes on: a line, a snapshot of today's shape, and the same state from both.
    let number = Command::Setting(profile::Command::SetNumber { number: "01632 960999".into() });
    setting.submit(Author::Program, number).await.unwrap();
    setting.seal().await.unwrap();
    let after = setting.now().state.clone();
    assert_eq!(after.lines, LINES + 1);
    drop(setting);
    let again = Setting::open(store(folder.path()), &key, "setting", clock).unwrap();
    assert_eq!(again.now().state, after);
    assert!(again.verify().await.unwrap().is_ok());
}

#[test]
fn its_recovery_key_opens_it() {
    let (folder, key) = copied();
    let wrapped = store(folder.path()).recovery().unwrap().unwrap();
    let printed = std::fs::read_to_string(golden().join("recovery.key")).unwrap();
    let recovered = MasterKey::recover(&RecoveryKey::parse(&printed).unwrap(), &wrapped).unwrap();
    assert!(Log::open(store(folder.path()), &recovered, "setting").is_ok());
    drop(key);
}

/// What is on its registers, and what it answers.
const FACTS: &[(&str, usize)] = &[
    ("people", 9),
    ("people here", 9),
    ("children", 9),
    ("places", 11),
    ("devices", 9),
    ("exceptions", 1),
    ("outings", 0),
    ("concerns", 4),
    ("assessments", 6),
    ("friendships", 0),
    ("tools", 2),
    ("channels", 5),
    ("posts", 3),
    ("disclosures", 1),
    ("pictures", 1),
    ("journeys", 5),
    ("occasions", 1),
    ("sessions", 7),
    ("devices known to the filter", 5),
    ("versions of the policy", 1),
    ("lines for few", 10),
];
const ANSWER: (&str, &str) = ("no", "all-saints.3 all-saints.43");
