//! Events for families: may parents photograph, who has not permitted it, were they reminded, are the doors open.

use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::{Problem, rendered};
use crate::frame::Frame;
use crate::pages::{child_choices, day};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_setting::occasions::{self, Stage};
use belisha_setting::{OccasionId, Question, ask};

#[derive(Template)]
#[template(path = "occasions.html")]
struct Page {
    frame: Frame,
    rows: Vec<(String, String, String, &'static str)>,
    children: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "occasion.html")]
struct One {
    frame: Frame,
    id: String,
    title: String,
    on: String,
    stage: &'static str,
    here: bool,
    open: bool,
    may: bool,
    clauses: Vec<(String, String)>,
    lacking: Vec<(String, String)>,
    count: usize,
    reminded: Option<String>,
    notice: Vec<(String, String)>,
}

fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Planned => "planned",
        Stage::Open => "doors open",
        Stage::Over => "over",
        Stage::Cancelled => "called off",
    }
}

pub(crate) async fn page(State(app): State<App>, signed_in: SignedIn, headers: HeaderMap) -> Response {
    let frame = Frame::of(&app, &signed_in.asker, "Events", "/pictures").with_done(commands::done(&headers));
    let now = app.setting.now();
    let mut all: Vec<_> = now.state.occasions.all.iter().collect();
    all.sort_by_key(|(_, there)| std::cmp::Reverse(there.on));
    let rows = all
        .into_iter()
        .map(|(id, there)| (id.to_string(), there.title.clone(), day(there.on), stage(there.stage)));
    let page = Page { rows: rows.collect(), children: child_choices(&now.state), frame };
    drop(now);
    rendered(&page)
}

pub(crate) async fn one(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let frame =
        Frame::of(&app, &signed_in.asker, "An event", "/pictures").with_done(commands::done(&headers));
    let time = app.setting.time();
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let key = OccasionId::from(id.as_str());
    let there =
        state.occasions.all.get(&key).ok_or_else(|| Problem::NotFound("There is no such event.".into()))?;
    let asked = Question {
        act: "photograph-child".into(),
        who: Some("parent".into()),
        device: Some("phone".into()),
        owner: Some("personal".into()),
        purpose: Some(occasions::PURPOSE.into()),
        occasion: Some(key),
        ..Question::default()
    };
    let verdict = ask::verdict(state, policy, time, &asked);
    let lacking = occasions::without_permission(there, state);
    let says = |id: &str| Some((id.to_owned(), policy.pack.clause(id)?.says.clone()));
    let notice = ["cameras.events-permission", "cameras.events-no-sharing", "cameras.event-reminder"];
    let notice =
        notice.iter().flat_map(|control| policy.of_control(control)).filter_map(|there| says(&there.clause));
    let page = One {
        title: there.title.clone(),
        on: day(there.on),
        stage: stage(there.stage),
        here: matches!(there.stage, Stage::Planned | Stage::Open),
        open: there.stage == Stage::Open,
        // Where the policy is silent, every family is asked all the same: one that says no is heard.
        may: verdict.lets() && lacking.is_empty(),
        clauses: verdict.clauses().into_iter().filter_map(says).collect(),
        lacking: lacking.iter().map(|child| (child.to_string(), state.children.name(child))).collect(),
        count: there.children.len(),
        reminded: there.reminded.as_ref().map(|(how, _)| how.words().to_owned()),
        notice: notice.collect(),
        id,
        frame,
    };
    drop(now);
    Ok(rendered(&page))
}
