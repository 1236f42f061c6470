//! Databases as earlier programs wrote them open for ever; one of a later program is refused.
//!
//! `without-version.db` was written before tables had a version: six lines in turn about `p1` and `p2`, a checkpoint and
//! a snapshot at four lines, then the key of `p2` destroyed.

use belisha_ledger::{Error, KeyFile, Log, MasterKey, RecoveryKey, Sqlite, Store};
use rusqlite::Connection;
use serde_json::{Value, json};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

const ROOT: &str = "2d655c7a525240944b60dc06016725ec238ca21f803ff699967431e69f91d4c5";

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

/// A copy that may be written to.
fn copy() -> (TempDir, PathBuf, MasterKey) {
    let folder = tempfile::tempdir().unwrap();
    let (database, key) = (folder.path().join("belisha.db"), folder.path().join("master.key"));
    std::fs::copy(golden("without-version.db"), &database).unwrap();
    std::fs::copy(golden("master.key"), &key).unwrap();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    let master = KeyFile::read(&key).unwrap();
    (folder, database, master)
}

fn rows(database: &Path) -> Vec<(String, Vec<Vec<rusqlite::types::Value>>)> {
    let connection = Connection::open(database).unwrap();
    ["settings", "lines", "person_keys", "checkpoints", "snapshots", "recovery"]
        .map(|table| {
            let mut query = connection.prepare(&format!("SELECT * FROM {table}")).unwrap();
            let columns = query.column_count();
            let rows = query.query_map([], |row| (0..columns).map(|column| row.get(column)).collect());
            (table.to_owned(), rows.unwrap().map(Result::unwrap).collect())
        })
        .into()
}

fn version(database: &Path) -> i64 {
    let connection = Connection::open(database).unwrap();
    connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

#[test]
fn a_database_without_a_version_becomes_version_one_and_no_row_changes() {
    let (_folder, database, _) = copy();
    let before = rows(&database);
    assert_eq!((version(&database), before[1].1.len()), (0, 6));
    drop(Sqlite::open(&database).unwrap());
    assert_eq!(version(&database), 1);
    assert_eq!(rows(&database), before);
    drop(Sqlite::open(&database).unwrap());
    assert_eq!((version(&database), rows(&database)), (1, before));
}

#[tokio::test]
async fn what_an_earlier_program_wrote_is_read_verified_and_written_on() {
    let (_folder, database, master) = copy();
    let store: Arc<dyn Store> = Arc::new(Sqlite::open(&database).unwrap());
    let recovery = RecoveryKey::parse(&std::fs::read_to_string(golden("recovery.key")).unwrap()).unwrap();
    let recovered = MasterKey::recover(&recovery, &store.recovery().unwrap().unwrap()).unwrap();
    let mut log = Log::open(store.clone(), &recovered, "setting").unwrap();
    assert_eq!(log.to_snapshot().unwrap().as_deref(), Some(&b"state at four"[..]));
    log.rewind();
    let mut words = Vec::new();
    log.replay(&mut |line| {
        let json: Value = serde_json::from_slice(&line.json).unwrap();
        words.push(json["event"]["added"]["name"]["is"].clone());
        Ok(())
    })
    .unwrap();
    let (asha, erased) = (json!("Asha Example"), Value::Null);
    assert_eq!(words, [asha.clone(), erased.clone(), asha.clone(), erased.clone(), asha, erased]);
    assert_eq!(data_encoding::HEXLOWER.encode(&log.root()), ROOT);
    let verified = log.verify().unwrap().unwrap();
    assert_eq!((verified.size, verified.checkpoints), (6, 1));
    drop(log);
    let mut log = Log::open(store, &master, "setting").unwrap();
    log.replay(&mut |_| Ok(())).unwrap();
    log.append(vec![json!({ "seq": 6 })]).await.unwrap();
    assert_eq!(log.verify().unwrap().unwrap().size, 7);
}

#[test]
fn a_database_of_a_later_program_is_refused_and_left_alone() {
    let (_folder, database, _) = copy();
    Connection::open(&database).unwrap().pragma_update(None, "user_version", 2).unwrap();
    let Err(error) = Sqlite::open(&database) else { panic!("it was opened") };
    assert!(matches!(error, Error::Newer { found: 2, known: 1 }));
    assert!(error.to_string().contains("written by a newer Belisha"), "{error}");
    assert_eq!(version(&database), 2);
}

#[test]
fn a_new_database_has_the_version_of_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("belisha.db");
    drop(Sqlite::open(&database).unwrap());
    assert_eq!(version(&database), 1);
}
