//! Asking of a thousand pictures whether they may be used, and a page of a vault of 100,000 beside one of 100.

use crate::pages::{length_of, sign_in};
use crate::table::{Table, in_turn, per_second, short, time};
use axum::Router;
use belisha_ledger::{Log, MasterKey, Sqlite};
use belisha_policy::{Catalogue, Policy, builtin_pack, builtin_packs};
use belisha_rehearsal::story::{Scale, Story, Telling, tell};
use belisha_service::{FixedClock, Setting, bulk};
use belisha_setting::pictures::{Asked, Event as Pictures, File, MediaKind, Shot, Shows, Way, may};
use belisha_setting::{Author, ChildId, Event, Line, PictureId, Private};
use belisha_web::{App, hash, router};
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

const POLICY: &str = "jigsaw";
const ASKED: usize = 1_000;
const CHILDREN: usize = 5;
const MANY: usize = 100_000;
const FEW: usize = 100;
const EACH: usize = 30;

pub(crate) fn story() -> anyhow::Result<Story> {
    let text = builtin_packs().iter().find(|(id, _)| *id == POLICY).map_or("", |(_, text)| text);
    let scale = Scale { adults: 15, children: 60, weeks: 2 };
    let hashed = |secret: &str| {
        if secret.contains(' ') { hash(secret).unwrap_or_default() } else { "$argon2id$".into() }
    };
    Ok(tell(&Telling {
        policy: text,
        scale,
        until: "2026-09-16T10:00:00Z".parse()?,
        seed: 1,
        hash: &hashed,
    })?)
}

/// Adds pictures to a story, each of five children, as lines of its log.
fn hang(story: &mut Story, count: usize) {
    let children: Vec<ChildId> = story.state.children.here().map(|(id, _)| id.clone()).collect();
    for at in 0..count {
        let picture = PictureId::from(format!("picture-{at}"));
        let now = story.state.latest.unwrap_or_default();
        let of = (0..CHILDREN).filter_map(|next| children.get((at + next) % children.len()).cloned());
        let file = |rendition: &str| File {
            rendition: rendition.into(),
            blob: format!("{at:064}"),
            key: Private::new(&picture, "0123456789012345678901234567890123456789012"),
            bytes: 300_000,
        };
        let shot = Shot {
            kind: MediaKind::Still,
            shows: Shows::Children,
            way: Way::Imported,
            purpose: "display".into(),
            children: of.collect(),
            adults: Vec::new(),
            device: "camera-1".into(),
            person: "p2".into(),
            place: None,
            taken: now,
            clock_wrong: false,
            computer: None,
            width: 4_000,
            height: 3_000,
            orientation: 1,
        };
        let files = ["original", "large", "small"].map(file).to_vec();
        let tag = Private::new(&picture, format!("{at:064x}"));
        let event = Event::Pictures(Pictures::TakenIn { picture, shot: Box::new(shot), files, tag });
        let line = Line { seq: story.state.lines, at: now, author: Author::Program, event };
        story.state.apply(&line);
        story.lines.push(line);
    }
}

pub(crate) fn measure(table: &mut Table) -> anyhow::Result<()> {
    let catalogue = Catalogue::builtin();
    let policy = Policy::compile(builtin_pack(POLICY, &catalogue)?, catalogue)?;
    let mut one = story()?;
    hang(&mut one, ASKED);
    let ids: Vec<PictureId> = one.state.pictures.here().map(|(id, _)| id.clone()).take(ASKED).collect();
    let now = one.state.latest.unwrap_or_default();
    let asked = Asked { who: Some("p0"), purpose: "display", ..Asked::default() };
    let ask = || {
        time(|| {
            for id in &ids {
                let _ = black_box(may(black_box(id), &asked, &one.state, &policy, now));
            }
        })
        .1
    };
    let limit = Duration::from_millis(100);
    let (ours, _, _) = in_turn(ask, || limit);
    let name =
        format!("asking of {ASKED} pictures of {CHILDREN} children each whether they may be used / 100 ms");
    table.at_most(&name, short(ours), "100 ms".into(), ours.as_secs_f64() / limit.as_secs_f64(), 1.0);

    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let folder = tempfile::tempdir()?;
    let vault = |name: &str, count: usize| -> anyhow::Result<(Router, String)> {
        let mut story = story()?;
        hang(&mut story, count);
        let store = Arc::new(Sqlite::open(&folder.path().join(name))?);
        let master = MasterKey::generate();
        let mut log = Log::create(store.clone(), &master, "s")?;
        runtime.block_on(bulk(&mut log, &story.lines))?;
        drop(log);
        let latest = story.state.latest.unwrap_or_default();
        let setting = Setting::open(store, &master, "s", Arc::new(FixedClock::fixed(latest)))?;
        let router = router(App::new(setting, None, false));
        let cookie = runtime.block_on(sign_in(&router))?;
        Ok((router, cookie))
    };
    let (many, few) = (vault("many.db", MANY)?, vault("few.db", FEW)?);
    let load = |(router, cookie): &(Router, String)| {
        time(|| {
            runtime.block_on(async {
                for _ in 0..EACH {
                    let _ = length_of(router, cookie, "/pictures").await;
                }
            });
        })
        .1
    };
    let size = runtime.block_on(length_of(&many.0, &many.1, "/pictures"))?;
    anyhow::ensure!(size > 10_000, "the page of pictures is {size} bytes: was it signed in?");
    let (a, b, ratio) = in_turn(|| load(&many), || load(&few));
    let name = format!("a page of 60 of {MANY} pictures / the same of {FEW}");
    table.at_least(&name, per_second(EACH, a), per_second(EACH, b), 1.0 / ratio, 0.9);
    Ok(())
}
