//! The one thread that writes lines: it commits for everyone who waits.

use crate::error::Error;
use crate::store::Append;
use belisha_invariant::{broken, invariant};
use rusqlite::{CachedStatement, Connection, Transaction, TransactionBehavior, params};
use std::collections::{HashMap, HashSet};
use std::sync::mpsc::Receiver;
use tokio::sync::oneshot;

/// At most this many appends wait; one more is answered with [`Error::Overloaded`].
pub(super) const WAITING_MAX: usize = 4_096;
/// At most this many appends share a transaction.
const GROUP_MAX: usize = 512;
/// At most this many lineages that failed are remembered; what was in flight with them is long answered by then.
const FAILED_MAX: usize = 8 * WAITING_MAX;

/// An append, and where its answer goes.
pub(super) type Waiting = (Append, oneshot::Sender<Result<(), Error>>);

/// Writes until nobody can hand anything over any more.
pub(super) fn run(connection: Connection, waiting: &Receiver<Waiting>) {
    let mut writer = Writer { connection, lengths: HashMap::new(), failed: HashSet::new() };
    while let Ok(first) = waiting.recv() {
        let mut group = vec![first];
        while group.len() < GROUP_MAX {
            match waiting.try_recv() {
                Ok(next) => group.push(next),
                Err(_) => break,
            }
        }
        writer.answer(group);
    }
}

/// How long the log of a setting is.
pub(super) fn length(connection: &Connection, setting: &str) -> Result<u64, Error> {
    let mut query = connection.prepare_cached("SELECT max(seq) FROM lines WHERE setting = ?1")?;
    let last: Option<i64> = query.query_row([setting], |row| row.get(0))?;
    last.map_or(Ok(0), |last| Ok(from_column(last)? + 1))
}

/// A number as a column holds it.
pub(super) fn to_column(number: u64) -> Result<i64, Error> {
    i64::try_from(number).map_err(|_| broken!("`{number}` is beyond what a column holds").into())
}

/// A number out of a column; the program writes none below nought.
pub(super) fn from_column(number: i64) -> Result<u64, Error> {
    u64::try_from(number).map_err(|_| Error::Database(format!("a number in it was changed to `{number}`")))
}

struct Writer {
    connection: Connection,
    /// How long the logs are, as far as this process knows.
    lengths: HashMap<String, u64>,
    /// Lineages of which something failed: the rest of them must, too.
    failed: HashSet<u64>,
}

impl Writer {
    fn answer(&mut self, group: Vec<Waiting>) {
        let mut result = self.commit(&group);
        if matches!(result, Err(Error::Taken)) {
            // Another process wrote these numbers: with the lengths read again, the losers get their conflict.
            self.lengths.clear();
            result = self.commit(&group);
        }
        match result {
            Ok(results) => {
                for ((_, answer), result) in group.into_iter().zip(results) {
                    let _ = answer.send(result);
                }
            }
            Err(error) => {
                self.lengths.clear();
                self.failed.extend(group.iter().map(|(append, _)| append.lineage));
                let full = matches!(error, Error::DiskFull);
                for (_, answer) in group {
                    let again = if full { Error::DiskFull } else { Error::Database(error.to_string()) };
                    let _ = answer.send(Err(again));
                }
            }
        }
    }

    /// Writes a group in one transaction. An append that lost its race is answered with a conflict; the others go on.
    fn commit(&mut self, group: &[Waiting]) -> Result<Vec<Result<(), Error>>, Error> {
        let Self { connection, lengths, failed } = self;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut results = Vec::with_capacity(group.len());
        {
            let mut insert = transaction
                .prepare_cached("INSERT INTO lines (setting, seq, line, leaf) VALUES (?1, ?2, ?3, ?4)")?;
            for (append, _) in group {
                // Another process may have written since: before an append is refused, the file is asked.
                let found = match lengths.get(&append.setting).copied() {
                    Some(known) if known == append.expected_length => known,
                    _ => length(&transaction, &append.setting)?,
                };
                let mut now = found;
                if found != append.expected_length || failed.contains(&append.lineage) {
                    if failed.len() > FAILED_MAX {
                        failed.clear();
                    }
                    failed.insert(append.lineage);
                    results.push(Err(Error::Conflict { expected: append.expected_length, is: found }));
                } else {
                    now = write(&transaction, &mut insert, append)?;
                    results.push(Ok(()));
                }
                match lengths.get_mut(&append.setting) {
                    Some(known) => *known = now,
                    None => {
                        lengths.insert(append.setting.clone(), now);
                    }
                }
            }
        }
        transaction.commit()?;
        invariant!(results.len() == group.len(), "{} appends have {} answers", group.len(), results.len());
        Ok(results)
    }
}

/// Inserts the lines of one append and its keys; gives the length of the log with them.
fn write(
    transaction: &Transaction<'_>,
    insert: &mut CachedStatement<'_>,
    append: &Append,
) -> Result<u64, Error> {
    let mut seq = append.expected_length;
    for (line, leaf) in &append.lines {
        let rows = insert.execute(params![append.setting, to_column(seq)?, line, leaf.as_slice()])?;
        invariant!(rows == 1, "line {seq} was written {rows} times");
        seq += 1;
    }
    for (person, wrapped) in &append.keys {
        transaction.execute(
            "INSERT INTO person_keys (setting, person, wrapped) VALUES (?1, ?2, ?3)",
            params![append.setting, person, wrapped],
        )?;
    }
    Ok(seq)
}
