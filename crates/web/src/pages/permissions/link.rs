//! What a family sees by its own link: what is asked and why, what they said, and where their child's pictures are; given
//! and taken back in a minute, without an account.

use super::child::{Row, answers, rows};
use crate::app::App;
use crate::asker::key_hash;
use crate::commands::{self, back_with, fields};
use crate::error::reasons::Missing;
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_setting::permissions::{Command as Permit, How};
use belisha_setting::{Author, ChildId, Command, date_of};

#[derive(Template)]
#[template(path = "parents.html")]
struct Page {
    layout: Layout,
    setting: String,
    number: String,
    token: String,
    name: String,
    rows: Vec<Row>,
    pictures: usize,
    uses: Vec<String>,
}

fn whose(app: &App, token: &str) -> Result<ChildId, Problem> {
    let today = date_of(app.setting.time());
    let now = app.setting.now();
    let child = now.state.permissions.by_link(&key_hash(token), today).cloned();
    let here = child.filter(|child| now.state.children.active(child).is_ok());
    here.ok_or(Problem::NotFound(Missing::FamilyLink))
}

pub(crate) async fn page(
    State(app): State<App>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let child = whose(&app, &token)?;
    let layout = Layout::plain("Pictures of your child").with_done(commands::done(&headers));
    let rows = rows(&child, &app);
    let now = app.setting.now();
    let state = &now.state;
    let of_child = || state.pictures.here().filter(|(_, picture)| picture.visible().contains(&&child));
    let uses = of_child().flat_map(|(_, picture)| picture.live().map(|(_, used)| used.purpose.clone()));
    let mut counts = std::collections::BTreeMap::new();
    uses.for_each(|purpose| *counts.entry(purpose).or_insert(0_usize) += 1);
    let title =
        |id: &str| now.policy.catalogue.purpose(id).map_or(id.to_owned(), |purpose| purpose.title.clone());
    // The first name alone: whoever finds a link learns no more.
    let name = state.children.name(&child);
    let page = Page {
        setting: state.profile.name.clone(),
        number: state.profile.number.clone(),
        name: name.split_whitespace().next().unwrap_or("your child").to_owned(),
        rows,
        pictures: of_child().count(),
        uses: counts.iter().map(|(purpose, count)| format!("{}: {count}", title(purpose))).collect(),
        token,
        layout,
    };
    drop(now);
    Ok(rendered(&page))
}

/// `POST /parents/{token}`: the family answers.
pub(crate) async fn answer(
    State(app): State<App>,
    Path(token): Path<String>,
    body: String,
) -> Result<Response, Problem> {
    let child = whose(&app, &token)?;
    let fields = fields(&body)?;
    let by = fields.iter().find(|(field, _)| field == "by").map_or("", |(_, value)| value.trim()).to_owned();
    let mut answers = answers(&fields);
    {
        // What stays as it is makes no line.
        let now = app.setting.now();
        let known = now.state.permissions.of.get(&child);
        answers.retain(|purpose, yes| {
            known.and_then(|given| given.answers.get(purpose)).is_none_or(|answer| answer.yes != *yes)
        });
    }
    let back = format!("/parents/{token}");
    if answers.is_empty() {
        return Ok(back_with(&back, "Nothing has changed: your answers are on record as they are.", &app));
    }
    let command = Permit::Answer { child: child.clone(), answers, by, how: How::Link, on: None };
    let given = app.setting.submit(Author::Family(child), Command::Permissions(command)).await;
    given.map_err(|error| Problem::with_way_back(error, &back))?;
    Ok(back_with(&back, "Thank you. Your answers are on record, and the team is told.", &app))
}
