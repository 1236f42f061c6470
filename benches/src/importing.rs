//! How long a page takes to answer while pictures are being taken in on every core.

use crate::pages::{length_of, sign_in};
use crate::pictures::story;
use crate::table::{Table, short, time};
use axum::Router;
use belisha_ledger::{Log, MasterKey, Sqlite};
use belisha_service::{Arrival, FixedClock, Gallery, Setting, bulk};
use belisha_setting::Author;
use belisha_setting::pictures::{Incoming, Shows};
use belisha_vault::media::Rgb;
use belisha_vault::media::sample::{Says, jpeg, with_exif};
use belisha_vault::{Config, Vault};
use belisha_web::{App, router};
use std::sync::Arc;
use std::time::Duration;

const PICTURES: usize = 20;
/// As many as a browser sends at once.
const AT_ONCE: usize = 4;
const LIMIT: Duration = Duration::from_millis(100);

/// Twelve million pixels with grain, each picture another one.
fn photograph(at: usize) -> Vec<u8> {
    let (width, height) = (4_032_usize, 3_024_usize);
    let mut noise = u32::try_from(at).unwrap_or(0).wrapping_mul(2_654_435_761) | 1;
    let mut pixels = Vec::with_capacity(width * height * 3);
    for point in 0..width * height {
        noise ^= noise << 13;
        noise ^= noise >> 17;
        noise ^= noise << 5;
        let shade = u8::try_from(point / width * 200 / height).unwrap_or(0);
        pixels.extend([noise.to_le_bytes()[0] & 15; 3].map(|grain| grain + shade));
    }
    let says =
        Says { make: "Heron", model: "H10", serial: "HX-4410", taken: "2026:09:15 10:05:00", orientation: 6 };
    with_exif(&jpeg(&Rgb { width, height, pixels }, 93), &says)
}

async fn take_in(gallery: Arc<Gallery>, at: usize, bytes: Vec<u8>) -> anyhow::Result<()> {
    let mut spool = gallery.spool()?;
    spool.append(&bytes)?;
    let incoming: Incoming = serde_json::from_value(serde_json::json!({ "purpose": "display" }))?;
    let incoming = Incoming { shows: Shows::Rooms, computer: Some("office-pc".into()), ..incoming };
    let arrival = Arrival { spool, incoming, id: format!("new-{at}").into() };
    gallery.take_in(Author::Person("p0".into()), arrival).await?;
    Ok(())
}

/// Asks for Today every ten milliseconds until `done`; how long each answer took.
async fn asking(router: Router, cookie: String, done: Arc<std::sync::atomic::AtomicBool>) -> Vec<Duration> {
    let mut all = Vec::new();
    while !done.load(std::sync::atomic::Ordering::Relaxed) {
        #[expect(clippy::disallowed_methods, reason = "measuring is what this program is for")]
        let start = std::time::Instant::now();
        let _ = length_of(&router, &cookie, "/").await;
        all.push(start.elapsed());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    all.sort();
    all
}

pub(crate) fn measure(table: &mut Table) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    // As `belisha serve` runs.
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let story = story()?;
    let store = Arc::new(Sqlite::open(&folder.path().join("importing.db"))?);
    let master = MasterKey::generate();
    let mut log = Log::create(store.clone(), &master, "s")?;
    runtime.block_on(bulk(&mut log, &story.lines))?;
    drop(log);
    let clock = Arc::new(FixedClock::fixed(story.state.latest.unwrap_or_default()));
    let setting = Setting::open(store, &master, "s", clock)?;
    let gallery = Gallery::new(setting.clone(), Vault::open(Config::folder(folder.path()))?);
    let router = router(App::new(setting, None, false).with_gallery(gallery.clone()));
    let cookie = runtime.block_on(sign_in(&router))?;
    let pictures: Vec<Vec<u8>> = (0..PICTURES).map(photograph).collect();
    let done = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let answers = runtime.spawn(asking(router, cookie, done.clone()));
    let (taken, took) = time(|| {
        runtime.block_on(async {
            let mut waiting = pictures.into_iter().enumerate();
            let mut running = tokio::task::JoinSet::new();
            loop {
                while running.len() < AT_ONCE {
                    let Some((at, bytes)) = waiting.next() else { break };
                    running.spawn(take_in(gallery.clone(), at, bytes));
                }
                match running.join_next().await {
                    Some(taken) => taken??,
                    None => return Ok::<(), anyhow::Error>(()),
                }
            }
        })
    });
    taken?;
    done.store(true, std::sync::atomic::Ordering::Relaxed);
    let answers = runtime.block_on(answers)?;
    anyhow::ensure!(answers.len() > 10, "{} pages were asked for while {took:?} went by", answers.len());
    let slowest = answers.last().copied().unwrap_or_default();
    let middle = answers.get(answers.len() / 2).copied().unwrap_or_default();
    let name = format!(
        "the slowest of {} pages while {PICTURES} pictures of 12 megapixels are taken in, {} each (the middle one {}) / 100 ms",
        answers.len(),
        short(took / u32::try_from(PICTURES)?),
        short(middle)
    );
    table.at_most(&name, short(slowest), "100 ms".into(), slowest.as_secs_f64() / LIMIT.as_secs_f64(), 1.0);
    Ok(())
}
