//! Due: what is to be done, by whom, and putting it on record.

use crate::app::App;
use crate::auth::{Asker, SignedIn};
use crate::commands;
use crate::error::rendered;
use crate::frame::Frame;
use askama::Template;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use belisha_setting::due::{self, Status};
use belisha_setting::duties::Subject;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "due.html")]
struct Page {
    frame: Frame,
    everything: bool,
    rows: Vec<Row>,
    hidden: usize,
}

struct Row {
    duty: String,
    subject: String,
    does: String,
    clauses: Vec<String>,
    when: String,
    class: &'static str,
    status: &'static str,
    who: String,
    every: String,
    finds: bool,
    failed: bool,
    assessment: bool,
    by_count: bool,
    by_secret: bool,
    note: bool,
}

#[derive(Deserialize, Default)]
pub(crate) struct Which {
    #[serde(default)]
    all: String,
}

pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(which): Query<Which>,
    headers: HeaderMap,
) -> Response {
    let frame = Frame::of(&app, &signed_in.asker, "Due", "/due").with_done(commands::done(&headers));
    let time = app.setting.time();
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let everything = which.all == "yes";
    let me = state.people.all.get(&signed_in.person);
    let mine = |item: &due::Item| match &item.subject {
        Subject::Person(person) => *person == signed_in.person || frame.leads,
        Subject::Mailbox(mailbox) => {
            let there = state.channels.all.get(mailbox);
            there.is_some_and(|there| there.run_by.contains(&signed_in.person)) || frame.leads
        }
        _ => {
            item.who.is_empty() || me.is_some_and(|me| me.is_any(&item.who, &policy.catalogue)) || frame.leads
        }
    };
    let items: Vec<due::Item> =
        due::all(state, policy, time).into_iter().filter(|item| everything || item.open()).collect();
    let all = items.len();
    let rows: Vec<Row> = items.into_iter().filter(mine).map(|item| row(item, &policy.catalogue)).collect();
    let page = Page { hidden: all - rows.len(), rows, everything, frame };
    drop(now);
    rendered(&page)
}

fn row(item: due::Item, catalogue: &belisha_policy::Catalogue) -> Row {
    let (status, class, when) = match &item.status {
        Status::Failed { on } => ("failed", "broken", format!("since {on}")),
        Status::Overdue { by } => ("overdue", "broken", format!("since {by}")),
        Status::Due { by } => ("due", "due", format!("by {by}")),
        Status::Done { next: Some(next) } => ("done", "kept", format!("again by {next}")),
        Status::Done { next: None } => ("done", "kept", String::new()),
    };
    Row {
        subject: serde_json::to_string(&item.subject).unwrap_or_default(),
        failed: matches!(item.status, Status::Failed { .. }),
        who: super::role_titles(&item.who, catalogue),
        assessment: item.duty.ends_with("/assessment"),
        by_count: item.duty == "equipment.locked-away/count",
        by_secret: item.duty == "equipment.logins/renewal",
        duty: item.duty,
        does: item.does,
        clauses: item.clauses,
        every: item.every,
        note: item.note,
        finds: item.finds,
        when,
        class,
        status,
    }
}

/// `GET /api/due`: everything that is due.
pub(crate) async fn api(State(app): State<App>, asker: Asker) -> Response {
    if asker.person.is_none() {
        return crate::error::Problem::SignIn.json();
    }
    let time = app.setting.time();
    let now = app.setting.now();
    Json(due::open(&now.state, &now.policy, time)).into_response()
}
