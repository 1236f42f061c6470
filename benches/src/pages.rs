//! The Today page beside a bare route that renders a template of the same size.

use crate::table::{Table, in_turn, per_second, time};
use askama::Template;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use axum::response::Html;
use axum::routing::get;
use belisha_ledger::{Log, MasterKey, Sqlite};
use belisha_rehearsal::story::{Scale, Telling, tell};
use belisha_service::{FixedClock, Setting, bulk};
use belisha_web::{App, hash, router};
use std::sync::Arc;
use tower::ServiceExt;

const EACH: usize = 100;

#[derive(Template)]
#[template(path = "bare.html")]
struct Bare {
    title: String,
    rows: Vec<(String, String, String)>,
}

pub(crate) fn measure(table: &mut Table) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let folder = tempfile::tempdir()?;
    let until = "2026-09-16T10:00:00Z".parse()?;
    let text = belisha_policy::builtin_packs()
        .iter()
        .find(|(id, _)| *id == "all-saints")
        .map_or("", |(_, text)| text);
    let scale = Scale { adults: 15, children: 60, weeks: 12 };
    let hashed = |secret: &str| {
        if secret.contains(' ') { hash(secret).unwrap_or_default() } else { "$argon2id$".into() }
    };
    let story = tell(&Telling { policy: text, scale, until, seed: 1, hash: &hashed })?;
    let store = Arc::new(Sqlite::open(&folder.path().join("page.db"))?);
    let master = MasterKey::generate();
    let mut log = Log::create(store.clone(), &master, "s")?;
    runtime.block_on(bulk(&mut log, &story.lines))?;
    drop(log);
    let setting = Setting::open(store, &master, "s", Arc::new(FixedClock::fixed(until)))?;
    let ours = router(App::new(setting, None, false));
    let cookie = runtime.block_on(sign_in(&ours))?;
    let size = runtime.block_on(length(&ours, &cookie))?;
    anyhow::ensure!(size > 10_000, "the Today page is {size} bytes: was it signed in?");
    // As many rows as make a page of the same size.
    let one = Bare { title: "t".into(), rows: rows(10) }.render()?.len() / 10;
    let count = size / one;
    let bare: Router = Router::new().route(
        "/",
        get(move || async move {
            Html(Bare { title: "Today".into(), rows: rows(count) }.render().unwrap_or_default())
        }),
    );
    let load = |router: &Router| {
        time(|| {
            runtime.block_on(async {
                for _ in 0..EACH {
                    let _ = length(router, &cookie).await;
                }
            });
        })
        .1
    };
    let (a, b, ratio) = in_turn(|| load(&ours), || load(&bare));
    let name =
        format!("Today ({size} bytes, 60 children, 15 adults, signed in) / a bare template of that size");
    table.at_least(&name, per_second(EACH, a), per_second(EACH, b), 1.0 / ratio, 0.45);
    Ok(())
}

fn rows(count: usize) -> Vec<(String, String, String)> {
    let row = |n: usize| {
        (
            format!("Row {n}"),
            "since 08:40, put away".to_owned(),
            format!(r#"{{"day":{{"in":{{"person":"p{n}"}}}}}}"#),
        )
    };
    (0..count).map(row).collect()
}

pub(crate) async fn sign_in(router: &Router) -> anyhow::Result<String> {
    let body = Body::from("name=Mo+Tern&device=setting&secret=otter+lamp+gravel");
    let request = Request::post("/sign-in").header(header::HOST, "belisha").body(body)?;
    let response = router.clone().oneshot(request).await?;
    let cookie = response.headers().get(header::SET_COOKIE).ok_or_else(|| anyhow::anyhow!("no session"))?;
    Ok(cookie.to_str()?.split(';').next().unwrap_or_default().to_owned())
}

async fn length(router: &Router, cookie: &str) -> anyhow::Result<usize> {
    length_of(router, cookie, "/").await
}

pub(crate) async fn length_of(router: &Router, cookie: &str, path: &str) -> anyhow::Result<usize> {
    let request = Request::get(path).header(header::COOKIE, cookie).body(Body::empty())?;
    let response = router.clone().oneshot(request).await?;
    Ok(axum::body::to_bytes(response.into_body(), 8 << 20).await?.len())
}
