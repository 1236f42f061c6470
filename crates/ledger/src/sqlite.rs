//! The store on SQLite, on its native driver: one writer thread that commits for everyone who waits.

use crate::error::Error;
use crate::store::{Append, Row, SettingKeys, Store};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use tokio::sync::oneshot;

/// At most this many appends wait; one more is told [`Error::Overloaded`].
const WAITING_MAX: usize = 4_096;
/// At most this many appends share a transaction.
const GROUP_MAX: usize = 512;

/// At most this many lineages that failed are remembered; what was in flight with them is long answered by then.
const FAILED_MAX: usize = 8 * WAITING_MAX;

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS settings (
    setting TEXT PRIMARY KEY, sealing BLOB NOT NULL, signing BLOB NOT NULL, public BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS lines (
    setting TEXT NOT NULL, seq INTEGER NOT NULL, line BLOB NOT NULL, leaf BLOB NOT NULL, PRIMARY KEY (setting, seq)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS person_keys (
    setting TEXT NOT NULL, person TEXT NOT NULL, wrapped BLOB NOT NULL, PRIMARY KEY (setting, person)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS checkpoints (
    setting TEXT NOT NULL, size INTEGER NOT NULL, note TEXT NOT NULL, PRIMARY KEY (setting, size)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS snapshots (setting TEXT PRIMARY KEY, size INTEGER NOT NULL, sealed BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS recovery (one INTEGER PRIMARY KEY CHECK (one = 1), wrapped BLOB NOT NULL);
";

type Waiting = (Append, oneshot::Sender<Result<(), Error>>);

/// Logs in one SQLite file.
pub struct Sqlite {
    path: PathBuf,
    queue: Option<SyncSender<Waiting>>,
    writer: Option<JoinHandle<()>>,
    /// For everything that is rare: settings, keys, checkpoints, snapshots.
    side: Mutex<Connection>,
}

impl Sqlite {
    /// Opens the file, making it when it is not there.
    ///
    /// # Errors
    /// [`Error::Database`] when it cannot be opened or is no database.
    pub fn open(path: &Path) -> Result<Self, Error> {
        Self::open_within(path, None)
    }

    /// Opens the file and lets it grow to a number of pages of 4 KiB and no further: beyond it, every append is
    /// [`Error::DiskFull`].
    ///
    /// # Errors
    /// As [`Sqlite::open`].
    pub fn open_within(path: &Path, pages_max: Option<u32>) -> Result<Self, Error> {
        let side = connect(path)?;
        side.execute_batch(SCHEMA)?;
        let writes = connect(path)?;
        if let Some(pages_max) = pages_max {
            writes.pragma_update(None, "max_page_count", pages_max)?;
        }
        let (queue, waiting) = sync_channel(WAITING_MAX);
        let writer = std::thread::Builder::new()
            .name("ledger".into())
            .spawn(move || write(writes, &waiting))
            .map_err(|source| Error::File { path: path.to_owned(), source })?;
        Ok(Self { path: path.to_owned(), queue: Some(queue), writer: Some(writer), side: Mutex::new(side) })
    }

    fn side<T>(&self, with: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        let side = self.side.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        Ok(with(&side)?)
    }
}

impl Drop for Sqlite {
    fn drop(&mut self) {
        // Ends the writer's loop; what was queued is written first.
        self.queue = None;
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}

fn connect(path: &Path) -> Result<Connection, Error> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(connection)
}

fn write(mut connection: Connection, waiting: &Receiver<Waiting>) {
    let mut lengths: HashMap<String, u64> = HashMap::new();
    let mut failed: HashSet<u64> = HashSet::new();
    while let Ok(first) = waiting.recv() {
        let mut group = vec![first];
        while group.len() < GROUP_MAX {
            match waiting.try_recv() {
                Ok(next) => group.push(next),
                Err(_) => break,
            }
        }
        let mut result = commit(&mut connection, &group, &mut lengths, &mut failed);
        if matches!(result, Err(Error::Taken)) {
            // Another process wrote these numbers: with the lengths read again, the losers get their conflict.
            lengths.clear();
            result = commit(&mut connection, &group, &mut lengths, &mut failed);
        }
        match result {
            Ok(results) => {
                for ((_, answer), result) in group.into_iter().zip(results) {
                    let _ = answer.send(result);
                }
            }
            Err(error) => {
                lengths.clear();
                failed.extend(group.iter().map(|(append, _)| append.lineage));
                let full = matches!(error, Error::DiskFull);
                for (_, answer) in group {
                    let again = if full { Error::DiskFull } else { Error::Database(error.to_string()) };
                    let _ = answer.send(Err(again));
                }
            }
        }
    }
}

/// Writes a group in one transaction. An append that lost its race is answered with a conflict; the others go on.
fn commit(
    connection: &mut Connection,
    group: &[Waiting],
    lengths: &mut HashMap<String, u64>,
    failed: &mut HashSet<u64>,
) -> Result<Vec<Result<(), Error>>, Error> {
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let mut results = Vec::with_capacity(group.len());
    {
        let mut insert = transaction
            .prepare_cached("INSERT INTO lines (setting, seq, line, leaf) VALUES (?1, ?2, ?3, ?4)")?;
        for (append, _) in group {
            // Another process may have written since: before an append is refused, the file is asked.
            let is = match lengths.get(&append.setting).copied() {
                Some(known) if known == append.expected_length => known,
                _ => length(&transaction, &append.setting)?,
            };
            if is != append.expected_length || failed.contains(&append.lineage) {
                if failed.len() > FAILED_MAX {
                    failed.clear();
                }
                failed.insert(append.lineage);
                results.push(Err(Error::Conflict { expected: append.expected_length, is }));
                lengths.insert(append.setting.clone(), is);
                continue;
            }
            let mut seq = is;
            for (line, leaf) in &append.lines {
                insert.execute(params![append.setting, seq.cast_signed(), line, leaf.as_slice()])?;
                seq += 1;
            }
            for (person, wrapped) in &append.keys {
                transaction.execute(
                    "INSERT INTO person_keys (setting, person, wrapped) VALUES (?1, ?2, ?3)",
                    params![append.setting, person, wrapped],
                )?;
            }
            match lengths.get_mut(&append.setting) {
                Some(there) => *there = seq,
                None => {
                    lengths.insert(append.setting.clone(), seq);
                }
            }
            results.push(Ok(()));
        }
    }
    transaction.commit()?;
    Ok(results)
}

fn length(connection: &Connection, setting: &str) -> rusqlite::Result<u64> {
    let last: Option<i64> =
        connection.query_row("SELECT max(seq) FROM lines WHERE setting = ?1", [setting], |row| row.get(0))?;
    Ok(last.map_or(0, |last| last.cast_unsigned() + 1))
}

impl Store for Sqlite {
    fn append(&self, append: Append) -> oneshot::Receiver<Result<(), Error>> {
        let (answer, answered) = oneshot::channel();
        let Some(queue) = &self.queue else {
            let _ = answer.send(Err(Error::Closed));
            return answered;
        };
        match queue.try_send((append, answer)) {
            Ok(()) => {}
            Err(TrySendError::Full((_, answer))) => {
                let _ = answer.send(Err(Error::Overloaded));
            }
            Err(TrySendError::Disconnected((_, answer))) => {
                let _ = answer.send(Err(Error::Closed));
            }
        }
        answered
    }

    fn read(&self, setting: &str, from: u64, each: &mut dyn FnMut(Row<'_>) -> bool) -> Result<(), Error> {
        // A connection of its own: reading a long log must not hold up anything else.
        let connection = connect(&self.path)?;
        let mut query = connection
            .prepare("SELECT seq, line, leaf FROM lines WHERE setting = ?1 AND seq >= ?2 ORDER BY seq")?;
        let mut rows = query.query(params![setting, from.cast_signed()])?;
        while let Some(row) = rows.next()? {
            let seq: i64 = row.get(0)?;
            let bytes = |at| row.get_ref(at).ok().and_then(|value| value.as_bytes().ok()).unwrap_or_default();
            if !each(Row { seq: seq.cast_unsigned(), line: bytes(1), leaf: bytes(2) }) {
                break;
            }
        }
        Ok(())
    }

    fn length(&self, setting: &str) -> Result<u64, Error> {
        self.side(|side| length(side, setting))
    }

    fn settings(&self) -> Result<Vec<(String, SettingKeys)>, Error> {
        self.side(|side| {
            let mut query =
                side.prepare("SELECT setting, sealing, signing, public FROM settings ORDER BY setting")?;
            let rows = query.query_map([], |row| {
                Ok((
                    row.get(0)?,
                    SettingKeys { sealing: row.get(1)?, signing: row.get(2)?, public: row.get(3)? },
                ))
            })?;
            rows.collect()
        })
    }

    fn add_setting(&self, setting: &str, keys: &SettingKeys) -> Result<(), Error> {
        self.side(|side| {
            side.execute(
                "INSERT INTO settings (setting, sealing, signing, public) VALUES (?1, ?2, ?3, ?4)",
                params![setting, keys.sealing, keys.signing, keys.public],
            )
        })
        .map(|_| ())
    }

    fn person_keys(&self, setting: &str) -> Result<Vec<(String, Vec<u8>)>, Error> {
        self.side(|side| {
            let mut query = side.prepare("SELECT person, wrapped FROM person_keys WHERE setting = ?1")?;
            query.query_map([setting], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })
    }

    fn destroy_key(&self, setting: &str, person: &str) -> Result<(), Error> {
        self.side(|side| {
            // Overwrites the freed bytes, so that the key is not found in the file afterwards.
            side.pragma_update(None, "secure_delete", true)?;
            side.execute("DELETE FROM person_keys WHERE setting = ?1 AND person = ?2", [setting, person])?;
            side.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        })
    }

    fn keep_checkpoint(&self, setting: &str, size: u64, note: &str) -> Result<(), Error> {
        self.side(|side| {
            side.execute(
                "INSERT OR IGNORE INTO checkpoints (setting, size, note) VALUES (?1, ?2, ?3)",
                params![setting, size.cast_signed(), note],
            )
        })
        .map(|_| ())
    }

    fn checkpoints(&self, setting: &str) -> Result<Vec<(u64, String)>, Error> {
        self.side(|side| {
            let mut query =
                side.prepare("SELECT size, note FROM checkpoints WHERE setting = ?1 ORDER BY size")?;
            let rows =
                query.query_map([setting], |row| Ok((row.get::<_, i64>(0)?.cast_unsigned(), row.get(1)?)))?;
            rows.collect()
        })
    }

    fn keep_snapshot(&self, setting: &str, size: u64, sealed: &[u8]) -> Result<(), Error> {
        self.side(|side| {
            side.execute(
                "INSERT OR REPLACE INTO snapshots (setting, size, sealed) VALUES (?1, ?2, ?3)",
                params![setting, size.cast_signed(), sealed],
            )
        })
        .map(|_| ())
    }

    fn snapshot(&self, setting: &str) -> Result<Option<(u64, Vec<u8>)>, Error> {
        self.side(|side| {
            side.query_row("SELECT size, sealed FROM snapshots WHERE setting = ?1", [setting], |row| {
                Ok((row.get::<_, i64>(0)?.cast_unsigned(), row.get(1)?))
            })
            .optional()
        })
    }

    fn recovery(&self) -> Result<Option<Vec<u8>>, Error> {
        self.side(|side| side.query_row("SELECT wrapped FROM recovery", [], |row| row.get(0)).optional())
    }

    fn keep_recovery(&self, wrapped: &[u8]) -> Result<(), Error> {
        self.side(|side| {
            side.execute("INSERT OR REPLACE INTO recovery (one, wrapped) VALUES (1, ?1)", [wrapped])
        })
        .map(|_| ())
    }
}
