//! Opening a setting with seven years of days.

use crate::table::{Table, in_turn, per_second, short, time};
use belisha_ledger::{Log, MasterKey, Sqlite, Store};
use belisha_rehearsal::story::{Scale, Telling, tell};
use belisha_service::{FixedClock, Setting, bulk};
use belisha_setting::Line;
use std::sync::Arc;

pub(crate) fn measure(table: &mut Table) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("years.db");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let until = "2026-09-16T10:00:00Z".parse()?;
    let text = belisha_policy::builtin_packs()
        .iter()
        .find(|(id, _)| *id == "all-saints")
        .map_or("", |(_, text)| text);
    let scale = Scale { adults: 15, children: 60, weeks: 364 };
    let story = tell(&Telling { policy: text, scale, until, seed: 1, hash: &|_| "$argon2id$".into() })?;
    let (master, clock) = (MasterKey::generate(), Arc::new(FixedClock::fixed(until)));
    let store: Arc<dyn Store> = Arc::new(Sqlite::open(&path)?);
    let mut log = Log::create(store.clone(), &master, "s")?;
    runtime.block_on(bulk(&mut log, &story.lines))?;
    drop(log);
    let lines = story.lines.len();

    let fold = || time(|| Setting::open(store.clone(), &master, "s", clock.clone()).map(drop)).1;
    let scan = || {
        time(|| {
            let mut count = 0_usize;
            let _ = store.read("s", 0, &mut |row| {
                count += usize::from(Line::from_json(row.line).is_ok());
                true
            });
            count
        })
        .1
    };
    let (ours, beside, ratio) = in_turn(fold, scan);
    let name = format!("folding {lines} lines with verification / scanning and decoding them");
    table.at_least(&name, per_second(lines, ours), per_second(lines, beside), 1.0 / ratio, 0.5);

    let setting = Setting::open(store.clone(), &master, "s", clock.clone())?;
    runtime.block_on(setting.seal())?;
    drop(setting);
    let (ours, _, _) = in_turn(fold, || std::time::Duration::from_millis(50));
    let ratio = ours.as_secs_f64() / 0.050;
    table.at_most("opening it from its snapshot / 50 ms", short(ours), "50 ms".into(), ratio, 1.0);
    Ok(())
}
