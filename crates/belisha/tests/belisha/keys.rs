//! Keys that are lost, damaged or seen by others: what is said of them, and what goes on all the same.

use crate::media::begin;
use belisha_ledger::{KeyFile, Sqlite};
use belisha_service::{FixedClock, Setting};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

fn belisha(what: &[&str], data: &Path, typed: &str) -> (String, i32) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_belisha"))
        .args(what)
        .arg("--data")
        .arg(data)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap();
    let said = [out.stdout, out.stderr].concat();
    (String::from_utf8_lossy(&said).into_owned(), out.status.code().unwrap())
}

fn change(data: &Path, sql: &str) {
    let database = rusqlite::Connection::open(data.join("belisha.db")).unwrap();
    assert!(database.execute(sql, []).unwrap() > 0, "{sql} changed nothing");
}

/// One bit of the last byte of a value that is bytes.
fn flip(data: &Path, table: &str, column: &str, only: &str) {
    let database = rusqlite::Connection::open(data.join("belisha.db")).unwrap();
    let mut bytes: Vec<u8> =
        database.query_row(&format!("SELECT {column} FROM {table} {only}"), [], |row| row.get(0)).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    assert_eq!(database.execute(&format!("UPDATE {table} SET {column} = ?1 {only}"), [bytes]).unwrap(), 1);
}

/// H9: bytes that are as they were written and that nobody can open are not in order.
#[tokio::test(flavor = "multi_thread")]
async fn verify_opens_every_word_and_looks_at_every_key() {
    let data = tempfile::tempdir().unwrap();
    let data = data.path();
    begin(data).await;
    let (said, code) = belisha(&["ledger", "verify"], data, "");
    assert!(code == 0 && said.contains("Every word of it can be opened"), "{said}");

    flip(data, "recovery", "wrapped", "");
    let (said, code) = belisha(&["ledger", "verify"], data, "");
    assert!(code == 1 && said.contains("recovery key on paper opens was changed"), "{said}");
    let (said, code) = belisha(&["recovery-key"], data, "");
    assert_eq!(code, 0, "{said}");
    let (said, code) = belisha(&["ledger", "verify"], data, "");
    assert_eq!(code, 0, "{said}");

    change(data, "DELETE FROM person_keys WHERE person = 'child/q'");
    let (said, code) = belisha(&["ledger", "verify"], data, "");
    assert!(code == 1 && said.contains("1 people or things cannot be read"), "{said}");
    change(data, "DELETE FROM person_keys");
    let (said, code) = belisha(&["ledger", "verify"], data, "");
    assert!(code == 1 && said.contains("cannot be read"), "{said}");
}

/// H10: one bit in one key spoils one person's words, and is said.
#[tokio::test(flavor = "multi_thread")]
async fn one_damaged_key_spoils_one_persons_words() {
    let data = tempfile::tempdir().unwrap();
    let data = data.path();
    begin(data).await;
    flip(data, "person_keys", "wrapped", "WHERE person = 'child/q'");
    change(data, "DELETE FROM snapshots");
    let store = Arc::new(Sqlite::open(&data.join("belisha.db")).unwrap());
    let master = KeyFile::read(&data.join("master.key")).unwrap();
    let clock = Arc::new(FixedClock::fixed("2026-11-27T09:00:00Z".parse().unwrap()));
    let setting = Setting::open(store, &master, "setting", clock).unwrap();
    {
        let now = setting.now();
        assert_eq!(now.state.people.name(&"mo".into()), "Mo Tern", "everybody else is there");
        assert_eq!(now.state.children.name(&"q".into()), "—");
    }
    let again = serde_json::from_str(r#"{"children":{"leave":{"child":"q"}}}"#).unwrap();
    setting.submit(belisha_setting::Author::Program, again).await.unwrap();
    drop(setting);
    let (said, code) = belisha(&["ledger", "verify"], data, "");
    assert!(code == 1 && said.contains("1 keys are damaged"), "{said}");
}

/// M3: a recovery key that was never shown, or that somebody saw, is made anew; the one before opens nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_recovery_key_takes_the_place_of_the_one_before() {
    let data = tempfile::tempdir().unwrap();
    let data = data.path();
    begin(data).await;
    let key = || {
        let (said, code) = belisha(&["recovery-key"], data, "");
        assert_eq!(code, 0, "{said}");
        said.lines().map(str::trim).find(|line| line.len() == 64).unwrap().to_owned()
    };
    let (first, second) = (key(), key());
    std::fs::rename(data.join("master.key"), data.join("away")).unwrap();
    let (said, code) = belisha(&["recover"], data, &format!("{first}\n"));
    assert_ne!(code, 0, "{said}");
    let (said, code) = belisha(&["recover"], data, &format!("{second}\n"));
    assert_eq!(code, 0, "{said}");
    assert_eq!(std::fs::read(data.join("master.key")).unwrap(), std::fs::read(data.join("away")).unwrap());
}

/// M10: what lies in a data folder is private, whatever the folder lets others do.
#[tokio::test(flavor = "multi_thread")]
async fn files_are_private_in_a_folder_that_is_not() {
    let data = tempfile::tempdir().unwrap();
    let data = data.path();
    begin(data).await;
    for path in [data.to_owned(), data.join("belisha.db")] {
        let open = if path.is_dir() { 0o755 } else { 0o644 };
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(open)).unwrap();
    }
    let (said, code) = belisha(&["ledger", "head"], data, "");
    assert_eq!(code, 0, "{said}");
    for entry in std::fs::read_dir(data).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode() & 0o077;
        assert!(mode == 0 || entry.path().is_dir(), "{} has mode {mode:o}", entry.path().display());
    }
}

/// ASVS 6.4.1: the master key is changed, nothing that it seals is rewritten, and the old one opens nothing any more.
#[tokio::test(flavor = "multi_thread")]
async fn the_master_key_is_changed_and_nothing_is_lost() {
    let data = tempfile::tempdir().unwrap();
    let data = data.path();
    begin(data).await;
    let before = belisha(&["ledger", "export"], data, "").0;
    let (key, arriving) = (data.join("master.key"), data.join("master.key.new"));
    let old = std::fs::read(&key).unwrap();
    let (said, code) = belisha(&["master-key"], data, "");
    assert!(code == 0 && said.contains("opens nothing any more"), "{said}");
    assert!(!arriving.exists() && std::fs::read(&key).unwrap() != old);
    assert_eq!(std::fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(belisha(&["ledger", "export"], data, "").0, before, "every word opens");
    let (verified, code) = belisha(&["ledger", "verify"], data, "");
    assert!(code == 0, "{verified}");

    // The new recovery key fits, and the old key file does not.
    let printed =
        said.lines().map(str::trim).find(|line| line.matches('-').count() == 12).unwrap().to_owned();
    let new = std::fs::read(&key).unwrap();
    std::fs::write(&key, &old).unwrap();
    assert_ne!(belisha(&["ledger", "verify"], data, "").1, 0);
    std::fs::remove_file(&key).unwrap();
    assert_eq!(belisha(&["recover"], data, &printed).1, 0);
    assert_eq!(std::fs::read(&key).unwrap(), new);

    // Cut short while the new file was written, before anything was sealed by it.
    std::fs::write(&arriving, "belisha").unwrap();
    assert_eq!(belisha(&["ledger", "verify"], data, "").1, 0);
    assert!(!arriving.exists());

    // Cut short before the database was written: the new file goes. After it: the new file takes the old one's place.
    std::fs::write(&arriving, &old).unwrap();
    std::fs::set_permissions(&arriving, std::fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(belisha(&["ledger", "verify"], data, "").1, 0);
    assert!(!arriving.exists());
    std::fs::rename(&key, &arriving).unwrap();
    std::fs::write(&key, &old).unwrap();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(belisha(&["ledger", "verify"], data, "").1, 0);
    assert_eq!(std::fs::read(&key).unwrap(), new);
}
