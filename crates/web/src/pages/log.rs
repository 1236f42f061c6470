//! The log: what happened, newest first, corrected by a further line, never edited.

use crate::action::{Action, blank};
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::pages::author_name;
use crate::view::dates::hour;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_setting::{Author, Command, Context, Line, Names, Sentence, may_read};
use serde::Deserialize;

/// How many lines are on a page.
const LINES_ON_A_PAGE: u64 = 60;

#[derive(Template)]
#[template(path = "log.html")]
struct Page {
    layout: Layout,
    rows: Vec<Row>,
    earlier: Option<u64>,
    later: Option<u64>,
}

struct Row {
    seq: u64,
    date: String,
    time: String,
    who: String,
    words: String,
    corrected: Option<u64>,
    correct: Action,
}

#[derive(Deserialize)]
pub(crate) struct Before {
    before: Option<u64>,
}

pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(Before { before }): Query<Before>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let layout = Layout::new(&app, &signed_in.asker, "Log", "/log").with_done(commands::done(&headers));
    let length = app.setting.now().state.lines;
    let to = before.unwrap_or(length).min(length);
    let from = to.saturating_sub(LINES_ON_A_PAGE);
    let lines = app.setting.lines(from, to).await.map_err(|error| Problem::with_way_back(error, "/log"))?;
    let now = app.setting.now();
    let time = app.setting.time();
    let author = Author::Person(signed_in.person.clone());
    let context = Context { state: &now.state, policy: &now.policy, now: time, author: &author };
    let own = signed_in.asker.own_device;
    let shown = |line: &&Line| may_read(&signed_in.person, line.event.audience(), own, &context);
    let names = Names { state: &now.state, catalogue: &now.policy.catalogue };
    let rows = lines.iter().rev().filter(shown).map(|line| Row {
        seq: line.seq,
        date: belisha_setting::date_of(line.at).strftime("%a %-d %b %Y").to_string(),
        time: hour(line.at),
        who: author_name(&line.author, &now.state),
        words: line.event.sentence(&names),
        corrected: now.state.corrections.get(&line.seq).copied(),
        correct: Action::new(&Command::Correct { line: line.seq, words: blank() }).back("/log"),
    });
    let rows: Vec<Row> = rows.collect();
    let page = Page {
        rows,
        earlier: (from > 0).then_some(from),
        later: (to < length).then(|| (to + LINES_ON_A_PAGE).min(length)),
        layout,
    };
    drop(now);
    Ok(rendered(&page))
}
