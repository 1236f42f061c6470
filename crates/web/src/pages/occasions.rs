//! Events for families: may parents photograph, who has not permitted it, were they reminded, are the doors open.

use crate::action::{Action, Button, blank, blank_date, new_id};
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::reasons::Missing;
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::view::choices::{self, Choice};
use crate::view::clauses::quoted;
use crate::view::dates::day;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_policy::KnownAct;
use belisha_policy::KnownRole;
use belisha_policy::ShownOn;
use belisha_setting::occasions::{self, Command as Act, Stage};
use belisha_setting::{Command, OccasionId, Question, ask};

#[derive(Template)]
#[template(path = "occasions.html")]
struct Page {
    layout: Layout,
    rows: Vec<(String, String, String, &'static str)>,
    children: Vec<Choice>,
    plan: Action,
}

#[derive(Template)]
#[template(path = "occasion.html")]
struct One {
    layout: Layout,
    title: String,
    on: String,
    stage: &'static str,
    here: bool,
    may: bool,
    clauses: Vec<(String, String)>,
    lacking: Vec<(String, String)>,
    count: usize,
    reminded: Option<String>,
    notice: Vec<(String, String)>,
    remind: Action,
    acts: Vec<Button>,
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
    let layout =
        Layout::new(&app, &signed_in.asker, "Events", "/pictures").with_done(commands::done(&headers));
    let now = app.setting.now();
    let mut all: Vec<_> = now.state.occasions.all.iter().collect();
    all.sort_by_key(|(_, occasion)| std::cmp::Reverse(occasion.on));
    let rows = all
        .into_iter()
        .map(|(id, known)| (id.to_string(), known.title.clone(), day(known.on), stage(known.stage)));
    let plan = Act::Plan { occasion: new_id(), title: blank(), on: blank_date(), children: Vec::new() };
    let page = Page {
        rows: rows.collect(),
        children: choices::children(&now.state),
        plan: Action::new(&Command::Occasions(plan)).back("/events"),
        layout,
    };
    drop(now);
    rendered(&page)
}

pub(crate) async fn one(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let layout =
        Layout::new(&app, &signed_in.asker, "An event", "/pictures").with_done(commands::done(&headers));
    let time = app.setting.time();
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let key = OccasionId::from(id);
    let occasion = state.occasions.all.get(&key).ok_or(Problem::NotFound(Missing::Event))?;
    let asked = Question {
        act: KnownAct::PhotographChild.into(),
        who: Some(KnownRole::Parent.into()),
        device: Some("phone".into()),
        owner: Some("personal".into()),
        purpose: Some(occasions::PURPOSE.into()),
        occasion: Some(key.clone()),
        ..Question::default()
    };
    let verdict = ask::verdict(state, policy, time, &asked);
    let lacking = occasions::without_permission(occasion, state);
    let says = |id: &str| Some((id.to_owned(), policy.pack.clause(id)?.says.clone()));
    let remind = Act::Remind { occasion: key.clone(), how: blank() };
    let page = One {
        title: occasion.title.clone(),
        on: day(occasion.on),
        stage: stage(occasion.stage),
        here: matches!(occasion.stage, Stage::Planned | Stage::Open),
        // Where the policy is silent, every family is asked all the same: one that says no is heard.
        may: verdict.allows() && lacking.is_empty(),
        clauses: verdict.clauses().into_iter().filter_map(says).collect(),
        lacking: lacking.iter().map(|child| (child.to_string(), state.children.name(child))).collect(),
        count: occasion.children.len(),
        reminded: occasion.reminded.as_ref().map(|(how, _)| how.words().to_owned()),
        notice: quoted(policy, ShownOn::Occasion),
        remind: Action::new(&Command::Occasions(remind)).back(format!("/events/{key}")),
        acts: acts(&key, occasion.stage),
        layout,
    };
    drop(now);
    Ok(rendered(&page))
}

/// What can be done with an event that is planned or under way.
fn acts(id: &OccasionId, stage: Stage) -> Vec<Button> {
    let occasion = || id.clone();
    let button = |label, command| Button::new(label, &Command::Occasions(command));
    let end = || button("It is over", Act::End { occasion: occasion() }).class("main");
    let open = || button("Open the doors", Act::Open { occasion: occasion() }).class("main");
    let cancel =
        || button("Call it off", Act::Cancel { occasion: occasion() }).class("quiet").back("/events");
    let here = format!("/events/{id}");
    match stage {
        Stage::Open => vec![end().back(here)],
        Stage::Planned => vec![open().back(here), cancel()],
        Stage::Over | Stage::Cancelled => Vec::new(),
    }
}
