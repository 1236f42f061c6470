//! The log on SQLite: durable, sealed, verifiable.

use belisha_ledger::{Disagrees, Error, KeyFile, Log, MasterKey, RecoveryKey, Sqlite, Store};
use serde_json::json;
use std::sync::Arc;

pub(crate) fn line(seq: u64, words: &str) -> serde_json::Value {
    json!({ "seq": seq, "event": { "added": { "name": { "of": "p1", "is": words } } } })
}

pub(crate) struct Bench {
    folder: tempfile::TempDir,
    pub(crate) master: MasterKey,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), master: MasterKey::generate() }
    }

    fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("belisha.db")
    }

    pub(crate) fn store(&self) -> Arc<dyn Store> {
        Arc::new(Sqlite::open(&self.path()).unwrap())
    }

    pub(crate) async fn written(&self, lines: u64) -> Log {
        let mut log = Log::create(self.store(), &self.master, "s").unwrap();
        for seq in 0..lines {
            log.append(vec![line(seq, "Asha Example")]).await.unwrap();
            if seq % 4 == 3 {
                log.checkpoint().unwrap();
            }
        }
        log
    }

    pub(crate) fn change(&self, sql: &str) {
        rusqlite::Connection::open(self.path()).unwrap().execute(sql, []).unwrap();
    }
}

pub(crate) fn words(log: &mut Log) -> Vec<String> {
    let mut words = Vec::new();
    log.replay(&mut |line| {
        words.push(String::from_utf8(line.json.to_vec()).unwrap());
        Ok(())
    })
    .unwrap();
    words
}

#[tokio::test]
async fn what_is_appended_is_read_back_and_nothing_personal_is_in_the_file() {
    let bench = Bench::new();
    drop(bench.written(10).await);
    let mut log = Log::open(bench.store(), &bench.master, "s").unwrap();
    assert!(words(&mut log).iter().all(|line| line.contains("Asha Example")));
    assert_eq!(log.length(), 10);
    for file in std::fs::read_dir(bench.folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(
            !bytes.windows(12).any(|window| window == b"Asha Example"),
            "a name is readable in the data folder"
        );
    }
}

#[tokio::test]
async fn a_lost_race_is_a_conflict_and_writes_nothing() {
    let bench = Bench::new();
    let mut log = bench.written(2).await;
    let mut other = Log::open(bench.store(), &bench.master, "s").unwrap();
    words(&mut other);
    other.append(vec![line(2, "first")]).await.unwrap();
    let lost = log.append(vec![line(2, "second"), line(3, "third")]).await;
    assert!(matches!(lost, Err(Error::Conflict { expected: 2, is: 3 })), "{lost:?}");
    words(&mut log);
    log.append(vec![line(3, "second")]).await.unwrap();
    assert_eq!(log.verify().unwrap().unwrap().size, 4);
}

#[tokio::test]
async fn erasing_a_key_takes_the_words_and_leaves_the_log_whole() {
    let bench = Bench::new();
    let mut log = bench.written(3).await;
    log.erase("p1").unwrap();
    drop(log);
    let mut log = Log::open(bench.store(), &bench.master, "s").unwrap();
    assert!(words(&mut log).iter().all(|line| line.contains("\"is\":null") && !line.contains("Asha")));
    assert_eq!(log.verify().unwrap().unwrap().size, 3);
}

#[tokio::test]
async fn verify_names_the_line_that_was_touched() {
    for (sql, at, says) in [
        (
            "UPDATE lines SET line = CAST(replace(line, '\"of\"', '\"0f\"') AS BLOB) WHERE seq = 5",
            5,
            "changed",
        ),
        ("DELETE FROM lines WHERE seq = 3", 3, "missing"),
        ("DELETE FROM lines WHERE seq = 9", 9, ""),
        ("UPDATE lines SET leaf = zeroblob(32) WHERE seq = 6", 6, "changed"),
        ("UPDATE checkpoints SET note = replace(note, '8', '9') WHERE size = 8", 8, "checkpoint"),
    ] {
        let bench = Bench::new();
        let log = bench.written(10).await;
        log.checkpoint().unwrap();
        bench.change(sql);
        let fault = log.verify().unwrap().unwrap_err();
        assert_eq!(fault.line, at, "{sql}: {fault}");
        assert!(fault.finding.contains(says), "{sql}: {fault}");
    }
}

#[tokio::test]
async fn a_long_log_is_read_up_to_the_line_that_is_wrong() {
    let bench = Bench::new();
    let mut log = Log::create(bench.store(), &bench.master, "s").unwrap();
    log.append((0..3_000).map(|seq| line(seq, &"Asha Example ".repeat(9))).collect()).await.unwrap();
    let read = |up_to: u64| {
        let mut log = Log::open(bench.store(), &bench.master, "s").unwrap();
        let mut count = 0;
        let result = log.replay(&mut |line| {
            assert_eq!(line.seq, count);
            count += 1;
            if line.seq < up_to { Ok(()) } else { Err("no use".to_owned()) }
        });
        (count, result.map_err(|error| error.to_string()), log.length())
    };
    assert_eq!(read(u64::MAX), (3_000, Ok(()), 3_000));
    for at in [0, 1_000, 2_999] {
        let (count, result, length) = read(at);
        assert_eq!((count, length), (at + 1, 0), "the log stands where it stood");
        let said = result.unwrap_err();
        assert!(said.contains(&at.to_string()) && said.contains("no use"), "{said}");
    }
    bench.change("UPDATE lines SET leaf = zeroblob(32) WHERE seq = 2000");
    let (count, result, length) = read(u64::MAX);
    assert_eq!((count, length), (2_000, 0));
    assert!(result.unwrap_err().contains("2000"));
    bench.change("DELETE FROM lines WHERE seq = 1500");
    let (count, result, _) = read(u64::MAX);
    assert!(count == 1_500 && result.unwrap_err().contains("missing"));
}

#[tokio::test]
async fn a_checkpoint_of_the_empty_log_hides_nothing() {
    let bench = Bench::new();
    let mut log = Log::create(bench.store(), &bench.master, "s").unwrap();
    log.checkpoint().unwrap();
    for seq in 0..4 {
        log.append(vec![line(seq, "x")]).await.unwrap();
    }
    let kept = log.checkpoint().unwrap();
    assert_eq!(log.verify().unwrap().unwrap().checkpoints, 1);
    assert_eq!(log.agrees_with(&kept.note).unwrap(), Ok(kept.clone()));
    bench.change("DELETE FROM lines WHERE seq = 3");
    assert_eq!(log.verify().unwrap().unwrap_err().line, 3);
    bench.change("DELETE FROM checkpoints");
    assert!(log.verify().unwrap().is_ok(), "nothing left in the folder says that a line is missing");
    let difference = log.agrees_with(&kept.note).unwrap().unwrap_err();
    assert_eq!(
        difference,
        Disagrees::OtherLines { size: kept.size },
        "but the checkpoint kept elsewhere does"
    );
}

/// Case 13 and its kind: what mail and text programs do to a checkpoint is no charge against the log.
#[tokio::test]
async fn a_checkpoint_is_read_through_what_mail_does_to_it() {
    let bench = Bench::new();
    let mut log = Log::create(bench.store(), &bench.master, "s").unwrap();
    for seq in 0..4 {
        log.append(vec![line(seq, "x")]).await.unwrap();
    }
    let kept = log.checkpoint().unwrap();
    let note = &kept.note;
    let quoted: String = note.lines().map(|line| format!("> {line}\n")).collect();
    let cosigned = format!("{note}— witness.example AAAABBBBCCCC\n");
    let wrapped = format!("-----\nDear Chair,\n\nplease keep this:\n\n{note}\nKind regards\nMo\n");
    for (how, mailed) in [
        ("line ends", note.replace('\n', "\r\n")),
        ("a mark of the order of bytes", format!("\u{feff}{note}")),
        ("spaces", note.replace('\n', " \n")),
        ("hard spaces", format!("\u{a0}{}", note.replace('\n', "\u{a0}\n"))),
        ("blank lines", note.replace('\n', "\n\n")),
        ("no blank line", note.replace("\n\n", "\n")),
        ("a hyphen", note.replace('—', "-")),
        ("two hyphens", note.replace('—', "--")),
        ("a short dash", note.replace('—', "–")),
        ("quoted", quoted),
        ("cosigned", cosigned),
        ("a letter", wrapped),
    ] {
        assert_eq!(log.agrees_with(&mailed).unwrap(), Ok(kept.clone()), "{how}");
    }
    let size = |size: &str| note.replacen("\n4\n", &format!("\n{size}\n"), 1);
    for (how, other) in [
        ("nothing", String::new()),
        ("another text", "The weather was fine.".into()),
        ("another log", note.replace("invalid/s", "invalid/t")),
        ("another size", size("3")),
        ("a signed size", size("+4")),
        ("no signature", note.lines().take(3).collect::<Vec<_>>().join("\n")),
        ("half a signature", note.trim_end().trim_end_matches(|c| c != 'A').to_owned()),
    ] {
        let said = log.agrees_with(&other).unwrap();
        assert!(matches!(said, Err(Disagrees::NoCheckpoint(_))), "{how}: {said:?}");
    }
}

#[tokio::test]
async fn rewriting_a_line_with_its_hash_is_caught_by_the_signed_checkpoint() {
    let bench = Bench::new();
    let log = bench.written(10).await;
    let forged = line(5, "x").to_string();
    let leaf = data_encoding::HEXLOWER.encode(&belisha_ledger::leaf_hash(forged.as_bytes()));
    bench
        .change(&format!("UPDATE lines SET line = CAST('{forged}' AS BLOB), leaf = x'{leaf}' WHERE seq = 5"));
    let fault = log.verify().unwrap().unwrap_err();
    assert_eq!(fault.line, 4, "{fault}");
    assert!(fault.finding.contains("rewritten"), "{fault}");
}

#[tokio::test]
async fn every_changed_byte_is_found() {
    let bench = Bench::new();
    let log = bench.written(2).await;
    let connection = rusqlite::Connection::open(bench.path()).unwrap();
    let original: Vec<u8> =
        connection.query_row("SELECT line FROM lines WHERE seq = 1", [], |row| row.get(0)).unwrap();
    for at in 0..original.len() {
        let mut changed = original.clone();
        changed[at] ^= 1;
        connection.execute("UPDATE lines SET line = ?1 WHERE seq = 1", [&changed]).unwrap();
        assert_eq!(log.verify().unwrap().unwrap_err().line, 1, "byte {at}");
    }
    connection.execute("UPDATE lines SET line = ?1 WHERE seq = 1", [&original]).unwrap();
    assert!(log.verify().unwrap().is_ok());
}

#[tokio::test]
async fn a_snapshot_is_where_folding_goes_on() {
    let bench = Bench::new();
    let mut log = bench.written(6).await;
    log.keep_snapshot(b"state at six").unwrap();
    log.append(vec![line(6, "seventh")]).await.unwrap();
    let root = log.root();
    drop(log);
    let mut log = Log::open(bench.store(), &bench.master, "s").unwrap();
    assert_eq!(log.to_snapshot().unwrap().as_deref(), Some(&b"state at six"[..]));
    assert_eq!(words(&mut log).len(), 1);
    assert_eq!(log.root(), root);
}

#[tokio::test]
async fn a_wrong_key_a_missing_file_and_an_open_file_are_refused() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::new();
    drop(bench.written(1).await);
    let wrong = Log::open(bench.store(), &MasterKey::generate(), "s");
    assert!(matches!(wrong, Err(Error::WrongKey)));
    let path = bench.folder.path().join("master.key");
    assert!(matches!(KeyFile::read(&path), Err(Error::KeyFileMissing(_))));
    KeyFile::write(&path, &bench.master).unwrap();
    assert!(KeyFile::write(&path, &bench.master).is_err(), "a key is never written over");
    let again = KeyFile::read(&path).unwrap();
    assert!(Log::open(bench.store(), &again, "s").is_ok());
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(matches!(KeyFile::read(&path), Err(Error::KeyFileOpen { mode: 0o644, .. })));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::write(&path, "nonsense").unwrap();
    assert!(matches!(KeyFile::read(&path), Err(Error::KeyFileBroken(_))));
}

#[tokio::test]
async fn the_recovery_key_opens_the_master_key_however_it_is_typed() {
    let bench = Bench::new();
    drop(bench.written(1).await);
    let (recovery, wrapped) = bench.master.recovery().unwrap();
    let typed = recovery.printed().to_uppercase().replace('-', " ").replace('0', "O");
    let master = MasterKey::recover(&RecoveryKey::parse(&typed).unwrap(), &wrapped).unwrap();
    assert!(Log::open(bench.store(), &master, "s").is_ok());
    assert!(RecoveryKey::parse("not a key").is_err());
    let (other, _) = MasterKey::generate().recovery().unwrap();
    assert!(matches!(MasterKey::recover(&other, &wrapped), Err(Error::WrongKey)));
}

#[tokio::test]
async fn a_full_disk_is_named_and_nothing_is_half_there() {
    let bench = Bench::new();
    drop(bench.written(3).await);
    let full: Arc<dyn Store> = Arc::new(Sqlite::open_within(&bench.path(), Some(24)).unwrap());
    let mut log = Log::open(full, &bench.master, "s").unwrap();
    let before = words(&mut log).len() as u64;
    let (mut written, mut refused) = (before, false);
    for _ in 0..200 {
        let lines = vec![line(log.length(), &"x".repeat(2_000)), line(log.length() + 1, &"y".repeat(2_000))];
        match log.append(lines).await {
            Ok(()) => written += 2,
            Err(Error::DiskFull) => {
                refused = true;
                break;
            }
            Err(other) => panic!("{other}"),
        }
    }
    assert!(refused);
    drop(log);
    let mut log = Log::open(bench.store(), &bench.master, "s").unwrap();
    assert_eq!(words(&mut log).len() as u64, written);
    assert!(log.verify().unwrap().is_ok());
    // Once there is room again, writing goes on.
    log.append(vec![line(written, "room")]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn many_waiting_writers_all_get_their_answer() {
    let bench = Bench::new();
    let store = bench.store();
    let mut tasks = Vec::new();
    for n in 0..32 {
        let mut log = Log::create(store.clone(), &bench.master, &format!("s{n}")).unwrap();
        tasks.push(tokio::spawn(async move {
            for seq in 0..20 {
                log.append(vec![line(seq, "w")]).await.unwrap();
            }
            log.verify().unwrap().unwrap().size
        }));
    }
    for task in tasks {
        assert_eq!(task.await.unwrap(), 20);
    }
}
