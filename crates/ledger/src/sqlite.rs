//! The store on SQLite, on its native driver: one writer thread, a connection for what is rare, and a few for reading.

mod schema;
mod writer;

use self::writer::{Waiting, from_column, length, to_column};
use crate::error::Error;
use crate::store::{Append, Row, SettingKeys, Store};
use belisha_invariant::invariant;
use parking_lot::Mutex;
use rusqlite::{Connection, OptionalExtension, params};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::oneshot;

/// At most this many connections for reading are held open while nobody reads.
const READERS_MAX: usize = 4;
/// How long one process waits for another that writes.
const PATIENCE: Duration = Duration::from_secs(10);

/// Logs in one SQLite file.
pub struct Sqlite {
    path: PathBuf,
    queue: Option<SyncSender<Waiting>>,
    writer: Option<JoinHandle<()>>,
    /// For everything that is rare: settings, keys, checkpoints, snapshots.
    side: Mutex<Connection>,
    /// Reading a long log must not hold up anything else, so every reader has a connection for itself.
    readers: Mutex<Vec<Connection>>,
}

impl Sqlite {
    /// Opens the file, making it when it is not there, and brings its tables to the version of this program.
    ///
    /// # Errors
    /// [`Error::Database`] when it cannot be opened or is no database, [`Error::Newer`] when a later program wrote it.
    pub fn open(path: &Path) -> Result<Self, Error> {
        Self::open_within(path, None)
    }

    /// Opens the file and lets it grow to a number of pages of 4 KiB and no further: beyond it, every append is
    /// [`Error::DiskFull`].
    ///
    /// # Errors
    /// As [`Sqlite::open`].
    pub fn open_within(path: &Path, pages_max: Option<u32>) -> Result<Self, Error> {
        let mut side = connect(path)?;
        schema::migrate(&mut side)?;
        let writes = connect(path)?;
        if let Some(pages_max) = pages_max {
            writes.pragma_update(None, "max_page_count", pages_max)?;
        }
        let (queue, waiting) = sync_channel(writer::WAITING_MAX);
        let writer = std::thread::Builder::new()
            .name("ledger".into())
            .spawn(move || writer::run(writes, &waiting))
            .map_err(|source| Error::File { path: path.to_owned(), source })?;
        Ok(Self {
            path: path.to_owned(),
            queue: Some(queue),
            writer: Some(writer),
            side: Mutex::new(side),
            readers: Mutex::default(),
        })
    }

    fn side<T>(&self, with: impl FnOnce(&Connection) -> Result<T, Error>) -> Result<T, Error> {
        with(&self.side.lock())
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
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(connection)
}

fn read(
    connection: &Connection,
    setting: &str,
    from: u64,
    each: &mut dyn FnMut(Row<'_>) -> bool,
) -> Result<(), Error> {
    let mut query = connection
        .prepare_cached("SELECT seq, line, leaf FROM lines WHERE setting = ?1 AND seq >= ?2 ORDER BY seq")?;
    let mut rows = query.query(params![setting, to_column(from)?])?;
    while let Some(row) = rows.next()? {
        let seq = from_column(row.get(0)?)?;
        let bytes = |column: usize| {
            row.get_ref(column)?.as_bytes().map_err(|_| Error::Line {
                seq,
                what: "it was changed after it was written: its bytes are a number".to_owned(),
            })
        };
        if !each(Row { seq, line: bytes(1)?, leaf: bytes(2)? }) {
            break;
        }
    }
    Ok(())
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
        let idle = self.readers.lock().pop();
        let connection = idle.map_or_else(|| connect(&self.path), Ok)?;
        read(&connection, setting, from, each)?;
        let mut readers = self.readers.lock();
        if readers.len() < READERS_MAX {
            readers.push(connection);
        }
        Ok(())
    }

    fn length(&self, setting: &str) -> Result<u64, Error> {
        length(&self.side.lock(), setting)
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
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    fn add_setting(&self, setting: &str, keys: &SettingKeys) -> Result<(), Error> {
        self.side(|side| {
            let rows = side.execute(
                "INSERT INTO settings (setting, sealing, signing, public) VALUES (?1, ?2, ?3, ?4)",
                params![setting, keys.sealing, keys.signing, keys.public],
            )?;
            invariant!(rows == 1, "a setting was written {rows} times");
            Ok(())
        })
    }

    fn person_keys(&self, setting: &str) -> Result<Vec<(String, Vec<u8>)>, Error> {
        self.side(|side| {
            let mut query = side.prepare("SELECT person, wrapped FROM person_keys WHERE setting = ?1")?;
            let rows = query.query_map([setting], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    fn destroy_key(&self, setting: &str, person: &str) -> Result<(), Error> {
        self.side(|side| {
            // Overwrites the freed bytes, so that the key is not found in the file afterwards.
            side.pragma_update(None, "secure_delete", true)?;
            side.execute("DELETE FROM person_keys WHERE setting = ?1 AND person = ?2", [setting, person])?;
            Ok(side.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
        })
    }

    fn keep_checkpoint(&self, setting: &str, size: u64, note: &str) -> Result<(), Error> {
        self.side(|side| {
            side.execute(
                "INSERT OR IGNORE INTO checkpoints (setting, size, note) VALUES (?1, ?2, ?3)",
                params![setting, to_column(size)?, note],
            )?;
            Ok(())
        })
    }

    fn checkpoints(&self, setting: &str) -> Result<Vec<(u64, String)>, Error> {
        self.side(|side| {
            let mut query =
                side.prepare("SELECT size, note FROM checkpoints WHERE setting = ?1 ORDER BY size")?;
            let rows = query.query_map([setting], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.map(|row| row.map_err(Error::from).and_then(|(size, note)| Ok((from_column(size)?, note))))
                .collect()
        })
    }

    fn keep_snapshot(&self, setting: &str, size: u64, sealed: &[u8]) -> Result<(), Error> {
        self.side(|side| {
            let rows = side.execute(
                "INSERT OR REPLACE INTO snapshots (setting, size, sealed) VALUES (?1, ?2, ?3)",
                params![setting, to_column(size)?, sealed],
            )?;
            invariant!(rows == 1, "a snapshot was written {rows} times");
            Ok(())
        })
    }

    fn snapshot(&self, setting: &str) -> Result<Option<(u64, Vec<u8>)>, Error> {
        self.side(|side| {
            let query = "SELECT size, sealed FROM snapshots WHERE setting = ?1";
            let found = side.query_row(query, [setting], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
            found.map(|(size, sealed)| Ok((from_column(size)?, sealed))).transpose()
        })
    }

    fn recovery(&self) -> Result<Option<Vec<u8>>, Error> {
        self.side(|side| {
            Ok(side.query_row("SELECT wrapped FROM recovery", [], |row| row.get(0)).optional()?)
        })
    }

    fn rewrap(&self, settings: &[(String, SettingKeys)], recovery: &[u8]) -> Result<(), Error> {
        self.side(|side| {
            // What is overwritten opened everything: it is not to be found in the file afterwards.
            side.pragma_update(None, "secure_delete", true)?;
            let all = side.unchecked_transaction()?;
            for (setting, keys) in settings {
                let rows = all.execute(
                    "UPDATE settings SET sealing = ?2, signing = ?3 WHERE setting = ?1 AND public = ?4",
                    params![setting, keys.sealing, keys.signing, keys.public],
                )?;
                invariant!(rows == 1, "the keys of a setting were written {rows} times");
            }
            let rows =
                all.execute("INSERT OR REPLACE INTO recovery (one, wrapped) VALUES (1, ?1)", [recovery])?;
            invariant!(rows == 1, "the recovery key was written {rows} times");
            all.commit()?;
            Ok(side.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
        })
    }

    fn keep_recovery(&self, wrapped: &[u8]) -> Result<(), Error> {
        self.side(|side| {
            let rows =
                side.execute("INSERT OR REPLACE INTO recovery (one, wrapped) VALUES (1, ?1)", [wrapped])?;
            invariant!(rows == 1, "the recovery key was written {rows} times");
            Ok(())
        })
    }
}
