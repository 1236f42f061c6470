//! Durable appends beside the raw driver.

use crate::table::{Table, in_turn, per_second, short, time};
use belisha_ledger::{Log, MasterKey, Sqlite, Store};
use rusqlite::{Connection, params};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;

const EACH: u64 = 100;
const WRITERS: usize = 64;
const LINES_OF_A_WRITER: u64 = 50;

fn line(seq: u64) -> serde_json::Value {
    json!({
        "at": "2026-09-14T08:40:00Z", "author": { "person": "p2" }, "seq": seq, "v": 1,
        "event": { "devices": { "taken": { "device": "tablet-1", "person": "p2", "purpose": "observation of the children at play, for their learning journeys and the planning of next week", "supervisor": null, "off_premises": false } } },
    })
}

fn raw(path: &std::path::Path) -> anyhow::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.execute_batch(
        "CREATE TABLE lines (setting TEXT, seq INTEGER, line BLOB, leaf BLOB, PRIMARY KEY (setting, seq)) WITHOUT ROWID",
    )?;
    Ok(connection)
}

pub(crate) fn measure(table: &mut Table) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let store: Arc<dyn Store> = Arc::new(Sqlite::open(&folder.path().join("ours.db"))?);
    let master = MasterKey::generate();
    let mut log = Log::create(store.clone(), &master, "one")?;
    let driver = raw(&folder.path().join("raw.db"))?;
    let text = line(1_000_000).to_string().into_bytes();
    let mut row = 0_i64;
    let single = |log: &mut Log| {
        time(|| {
            runtime.block_on(async {
                for _ in 0..EACH {
                    let seq = log.length();
                    let _ = log.append(vec![line(seq)]).await;
                }
            });
        })
        .1
    };
    let mut bare = || {
        time(|| {
            for _ in 0..EACH {
                row += 1;
                let _ = driver
                    .execute("INSERT INTO lines VALUES ('one', ?1, ?2, ?3)", params![row, text, [0_u8; 32]]);
            }
        })
        .1
    };
    let (ours, beside, ratio) = in_turn(|| single(&mut log), &mut bare);
    let each = u32::try_from(EACH)?;
    let name = "append of one line / the raw driver's durable insert";
    table.at_most(name, short(ours / each), short(beside / each), ratio, 1.3);
    many_writers(table, &runtime, store, &master, &driver, &text)
}

/// 64 callers of one setting: each queues a line, lets the next one queue, and waits until its own is durable.
fn many_writers(
    table: &mut Table,
    runtime: &Runtime,
    store: Arc<dyn Store>,
    master: &MasterKey,
    driver: &Connection,
    text: &[u8],
) -> anyhow::Result<()> {
    let log = Arc::new(tokio::sync::Mutex::new(Log::create(store, master, "many")?));
    let all = WRITERS * usize::try_from(LINES_OF_A_WRITER)?;
    let many = || -> Duration {
        let writer = || {
            let log = log.clone();
            runtime.spawn(async move {
                for _ in 0..LINES_OF_A_WRITER {
                    let mut held = log.lock().await;
                    let seq = held.length();
                    let in_flight = held.begin(vec![line(seq)]);
                    let length = held.length();
                    drop(held);
                    if in_flight.durable().await.is_ok() {
                        log.lock().await.landed(length);
                    }
                }
            })
        };
        time(|| {
            let tasks: Vec<_> = (0..WRITERS).map(|_| writer()).collect();
            runtime.block_on(async {
                for task in tasks {
                    let _ = task.await;
                }
            });
        })
        .1
    };
    let mut seq = 10_000_000_i64;
    let grouped = || {
        time(|| {
            for _ in 0..LINES_OF_A_WRITER {
                let _ = driver.execute_batch("BEGIN IMMEDIATE");
                if let Ok(mut insert) = driver.prepare_cached("INSERT INTO lines VALUES ('many', ?1, ?2, ?3)")
                {
                    for _ in 0..WRITERS {
                        seq += 1;
                        let _ = insert.execute(params![seq, text, [0_u8; 32]]);
                    }
                }
                let _ = driver.execute_batch("COMMIT");
            }
        })
        .1
    };
    let (ours, beside, ratio) = in_turn(many, grouped);
    let name = "rate of 64 waiting writers / the raw driver's 64-row transactions";
    table.at_least(name, per_second(all, ours), per_second(all, beside), 1.0 / ratio, 0.5);
    Ok(())
}
