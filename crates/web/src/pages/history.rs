//! History: closed concerns, and the record of one child. Every opening of a record is written down.

use super::concerns::{about, title, visible};
use crate::app::App;
use crate::commands;
use crate::error::reasons::Missing;
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::rights::{HistoryReader, RecordReader};
use crate::view::dates::day;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_setting::duties::Subject;
use belisha_setting::{Author, ChildId, Command, records};

#[derive(Template)]
#[template(path = "concerns_closed.html")]
struct Closed {
    layout: Layout,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "child.html")]
struct Child {
    layout: Layout,
    name: String,
    born: String,
    family: String,
    since: String,
    open: Vec<Row>,
    closed: Vec<Row>,
    /// Closed concerns wait behind a second proof.
    hidden: usize,
    id: String,
    times: u32,
}

struct Row {
    id: String,
    title: String,
    about: String,
    raised: String,
}

pub(crate) async fn closed(
    State(app): State<App>,
    HistoryReader { signed_in }: HistoryReader,
    headers: HeaderMap,
) -> Response {
    let layout = Layout::new(&app, &signed_in.asker, "Closed concerns", "/concerns")
        .with_done(commands::done(&headers));
    let time = app.setting.time();
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let rows = visible(&signed_in, state, policy, time)
        .into_iter()
        .filter(|(_, concern)| concern.closed.is_some())
        .take(500)
        .map(|(id, concern)| Row {
            id: id.to_string(),
            title: title(concern, &policy.catalogue),
            about: about(concern, state),
            raised: day(belisha_setting::date_of(concern.raised)),
        })
        .collect();
    drop(now);
    rendered(&Closed { layout, rows })
}

pub(crate) async fn child(
    State(app): State<App>,
    RecordReader { signed_in }: RecordReader,
    Path(child): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let child = ChildId::from(child);
    let open = records::Command::Open { of: Subject::Child(child.clone()) };
    app.setting
        .submit(Author::Person(signed_in.person.clone()), Command::Records(open))
        .await
        .map_err(|error| Problem::with_way_back(error, "/people"))?;
    let layout = Layout::new(&app, &signed_in.asker, "A child's record", "/people")
        .with_done(commands::done(&headers));
    let time = app.setting.time();
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let Some(known) = state.children.all.get(&child) else {
        return Err(Problem::NotFound(Missing::Child));
    };
    let (mut open, mut closed) = (Vec::new(), Vec::new());
    for (id, concern) in visible(&signed_in, state, policy, time) {
        if !concern.children.contains(&child) {
            continue;
        }
        let row = Row {
            id: id.to_string(),
            title: title(concern, &policy.catalogue),
            about: about(concern, state),
            raised: day(belisha_setting::date_of(concern.raised)),
        };
        if concern.closed.is_none() { open.push(row) } else { closed.push(row) }
    }
    let hidden = if signed_in.asker.proved { 0 } else { closed.len() };
    let page = Child {
        name: known.name.words().to_owned(),
        born: known.born.words().to_owned(),
        family: known.family.words().to_owned(),
        since: day(known.since),
        open,
        closed: if hidden > 0 { Vec::new() } else { closed },
        hidden,
        times: state.records.openings.get(&Subject::Child(child.clone())).map_or(0, |opening| opening.times),
        id: child.to_string(),
        layout: Layout { live: false, ..layout },
    };
    drop(now);
    Ok(rendered(&page))
}
