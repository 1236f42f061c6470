//! The data folder: who can read it, its key, its log and snapshot, the clock, room on the disk.

use super::{Check, Outcome};
use crate::clock::SystemClock;
use crate::folder::{self, SETTING};
use crate::options::Data;
use belisha_ledger::Log;
use belisha_setting::{Line, State};
use jiff::{SignedDuration, Timestamp};
use std::os::unix::fs::PermissionsExt;

/// With less room than this, somebody should look.
const ROOM_BYTES_LOOK: u64 = 2_000_000_000;
/// With less than this, pictures and lines will soon be refused.
const ROOM_BYTES_MIN: u64 = 200_000_000;
/// How far the clock may be behind the log: two machines differ by less.
const BEHIND_MAX: SignedDuration = SignedDuration::from_mins(2);

pub(super) fn all(data: &Data) -> Vec<Check> {
    let mut checks = vec![access(data)];
    if !data.data.is_dir() {
        return checks;
    }
    checks.push(room(data));
    if !folder::database_path(data).exists() {
        checks.push(Check::new("log", Outcome::Unknown, "no setting was begun yet"));
        return checks;
    }
    match folder::open(data) {
        Ok(folder) => match Log::open(folder.store, &folder.master, SETTING) {
            Ok(log) => {
                checks.push(Check::new("key", Outcome::Well, "it opens the log"));
                checks.extend(log_and_clock(log));
            }
            Err(error) => checks.push(Check::new("key", Outcome::Wrong, error.to_string())),
        },
        Err(error) => checks.push(Check::new("key", Outcome::Wrong, format!("{error:#}"))),
    }
    checks
}

fn access(data: &Data) -> Check {
    let path = data.data.display();
    match std::fs::metadata(&data.data) {
        Err(error) => Check::new("folder", Outcome::Unknown, format!("`{path}`: {error}")),
        Ok(meta) if !meta.is_dir() => Check::new("folder", Outcome::Wrong, format!("`{path}` is no folder")),
        Ok(meta) if meta.permissions().mode() & 0o077 != 0 => {
            let says = format!("others on this computer can look into `{path}`: chmod 700 it");
            Check::new("folder", Outcome::Look, says)
        }
        Ok(_) => Check::new("folder", Outcome::Well, format!("`{path}` is for its owner alone")),
    }
}

fn room(data: &Data) -> Check {
    let room = match rustix::fs::statvfs(&data.data) {
        Ok(disk) => disk.f_bavail.saturating_mul(disk.f_frsize),
        Err(error) => return Check::new("disk", Outcome::Unknown, error.to_string()),
    };
    let outcome = match room {
        0..ROOM_BYTES_MIN => Outcome::Wrong,
        ROOM_BYTES_MIN..ROOM_BYTES_LOOK => Outcome::Look,
        _ => Outcome::Well,
    };
    Check::new("disk", outcome, format!("{} MB are free", room / 1_000_000))
}

fn log_and_clock(mut log: Log) -> Vec<Check> {
    let mut checks = Vec::new();
    let state = match log.to_snapshot() {
        Ok(kept) => kept.and_then(|bytes| State::from_snapshot(&bytes)),
        Err(error) => return vec![Check::new("log", Outcome::Wrong, error.to_string())],
    };
    checks.push(match &state {
        Some(state) => Check::new("snapshot", Outcome::Well, format!("of the first {} lines", state.lines)),
        None => {
            let says = "none that this program reads: the next start reads the whole log";
            Check::new("snapshot", Outcome::Look, says)
        }
    });
    let mut latest = state.as_ref().and_then(|state| state.latest);
    if state.is_none_or(|state| state.lines != log.length()) {
        log.rewind();
    }
    let read = log.replay(&mut |line| {
        latest = Some(Line::from_json(&line.json)?.at);
        Ok(())
    });
    checks.push(match read {
        Ok(()) => Check::new("log", Outcome::Well, format!("{} lines can be read", log.length())),
        Err(error) => Check::new("log", Outcome::Wrong, error.to_string()),
    });
    checks.push(clock(latest, SystemClock.now()));
    checks
}

fn clock(latest: Option<Timestamp>, now: Timestamp) -> Check {
    let Some(latest) = latest else { return Check::new("clock", Outcome::Well, format!("it is {now}")) };
    let behind = latest.duration_since(now);
    match behind > BEHIND_MAX {
        true => {
            let says = format!("it is {now}, and the log was last written at {latest}: put the clock right");
            Check::new("clock", Outcome::Wrong, says)
        }
        false => Check::new("clock", Outcome::Well, format!("it is {now}, after the last line")),
    }
}
