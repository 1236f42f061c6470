//! The resolver in step with a running setting: what was looked up goes on record, and is erased on its day.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop at the first surprise")]

use belisha_filter::Config;
use belisha_ledger::{MasterKey, Sqlite};
use belisha_policy::builtin_packs;
use belisha_service::internet::Running;
use belisha_service::{Clock, FixedClock, Internet, Setting};
use belisha_setting::{Author, Command, SessionId};
use jiff::{Timestamp, ToSpan};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

const SECRET: &str = "a-name-that-a-child-looked-up.example";

fn command(json: &str) -> Command {
    serde_json::from_str(json).unwrap()
}

async fn begin(data: &Path, clock: Arc<dyn Clock>) -> (Arc<Setting>, MasterKey) {
    let master = MasterKey::generate();
    let store = Arc::new(Sqlite::open(&data.join("belisha.db")).unwrap());
    let setting = Setting::create(store, &master, "setting", clock).unwrap();
    let (_, text) = builtin_packs().iter().find(|(id, _)| *id == "jigsaw").unwrap();
    let adopt = serde_json::json!({ "policy": { "adopt": { "text": text } } }).to_string();
    for json in [
        r#"{"setting":{"found":{"name":"Amber Lane","number":"01632 960123"}}}"#,
        &adopt,
        r#"{"people":{"add":{"person":"nia","name":"Nia Rowan","roles":["practitioner"],"counted":true,"level":3}}}"#,
        r#"{"children":{"add":{"child":"asha","name":"Asha A.","born":"2023-02-01","family":""}}}"#,
        r#"{"devices":{"set":{"device":"tab","name":"Tablet","kind":"tablet","for_children":true}}}"#,
        r#"{"network":{"place":{"device":"tab","addresses":["127.0.0.51"]}}}"#,
        r#"{"day":{"open":{}}}"#,
        r#"{"day":{"in":{"person":"nia"}}}"#,
        r#"{"day":{"child-in":{"child":"asha"}}}"#,
        r#"{"online":{"open":{"session":"s1","supervisor":"nia","devices":["tab"],"children":["asha"],"purpose":"learning","minutes":20}}}"#,
        r#"{"online":{"end":{"session":"s1"}}}"#,
    ] {
        setting.submit(Author::Program, command(json)).await.unwrap();
    }
    (setting, master)
}

/// Waits for a line that makes it so.
async fn until(setting: &Arc<Setting>, wanted: impl Fn(&Setting) -> bool) {
    let mut changes = setting.changes();
    let waited = tokio::time::timeout(Duration::from_secs(20), async {
        while !wanted(setting) {
            changes.changed().await.unwrap();
        }
    });
    waited.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn names_go_on_record_after_their_session_and_are_erased_with_their_key_after_a_term() {
    let data = tempfile::tempdir().unwrap();
    let start: Timestamp = "2026-09-14T09:00:00Z".parse().unwrap();
    let clock = Arc::new(FixedClock::at(start));
    let (setting, master) = begin(data.path(), clock.clone()).await;
    let id = SessionId::from("s1");
    let looked = format!(
        r#"{{"online":{{"looked-up":{{"session":"s1","names":"{SECRET}: 1 answered","opened":1,"refused":0}}}}}}"#
    );
    setting.submit(Author::Program, command(&looked)).await.unwrap();
    let names = |setting: &Setting| {
        let now = setting.now();
        let there = now.state.online.sessions.get(&id).and_then(|there| there.looked_up.clone());
        there.and_then(|looked| looked.names.map(|names| names.words().to_owned()))
    };
    assert!(names(&setting).unwrap().contains(SECRET));

    let resolver = Config { listen: vec!["127.0.0.1:0".parse().unwrap()], ..Config::default() };
    let internet = Internet::start(setting.clone(), Running { resolver, ..Running::default() }).unwrap();
    let keeping = tokio::spawn(internet.clone().keep());
    clock.put(start + (93 * 24).hours());
    until(&setting, |setting| names(setting).is_none()).await;
    keeping.abort();
    let _ = keeping.await;
    internet.finish().await;
    drop(internet);
    setting.seal().await.unwrap();
    let there = setting.now().state.online.sessions.get(&id).and_then(|there| there.looked_up.clone());
    assert_eq!(there.map(|looked| (looked.opened, looked.refused)), Some((1, 0)), "the sums stay");
    drop(setting);

    // Opened again from the log alone: the words cannot be had any more, and lie nowhere in the folder.
    let store = Arc::new(Sqlite::open(&data.path().join("belisha.db")).unwrap());
    let again = Setting::open(store, &master, "setting", clock).unwrap();
    assert_eq!(names(&again), None);
    assert!(again.verify().await.unwrap().is_ok(), "the log is whole without them");
    for file in std::fs::read_dir(data.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(SECRET.len()).any(|there| there == SECRET.as_bytes()));
    }
}
