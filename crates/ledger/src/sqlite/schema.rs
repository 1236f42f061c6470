//! The tables, and how those of an older program become today's. Steps are only ever added: each takes a database from
//! one version to the next, and the file says in `user_version` which it has.

use crate::error::Error;
use rusqlite::{Connection, TransactionBehavior};

/// Programs before versions wrote these very tables and no number: made only where they are missing, they turn such a
/// file into one of version 1 without touching a row.
const TABLES: &str = "
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

/// The step at place `n` makes version `n + 1` out of version `n`; an empty file has version 0.
const STEPS: &[&str] = &[TABLES];

/// Brings a database to the version of this program, in one transaction.
///
/// # Errors
/// [`Error::Newer`] when a later program has changed the tables; [`Error::Database`].
pub(super) fn migrate(connection: &mut Connection) -> Result<(), Error> {
    if version(connection)? == STEPS.len() {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have done it while this one waited for its turn.
    for (number, step) in (1_u32..).zip(STEPS).skip(version(&transaction)?) {
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "user_version", number)?;
    }
    Ok(transaction.commit()?)
}

fn version(connection: &Connection) -> Result<usize, Error> {
    let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let known = STEPS.len();
    usize::try_from(found).ok().filter(|found| *found <= known).ok_or(Error::Newer { found, known })
}
