//! Lists from elsewhere: pasted or chosen as CSV, looked at line by line, then taken in whole or in part.

use crate::app::App;
use crate::auth::Leader;
use crate::commands::{back_with, fields};
use crate::error::reasons::{Missing, Unreadable};
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use askama::Template;
use axum::extract::{FromRequest, Multipart, Path, Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use belisha_setting::import::{self, List};
use belisha_setting::{Author, Command, Context};

#[derive(Template)]
#[template(path = "import.html")]
struct Page {
    layout: Layout,
    list: &'static str,
    columns: Vec<&'static str>,
    example: &'static str,
    text: String,
    wrong: Option<String>,
    rows: Vec<(u64, Vec<String>, Option<String>)>,
    good: usize,
    bad: usize,
}

fn list_of(name: &str) -> Result<(List, &'static str, &'static str), Problem> {
    match name {
        "people" => Ok((
            List::People,
            "people",
            "name,roles,counted,level\nSam Example,practitioner;deputy-dsl,yes,3",
        )),
        "children" => Ok((List::Children, "children", "name,born,family\nRobin Example,2023-02-01,Example")),
        "devices" => Ok((
            List::Devices,
            "devices",
            "name,kind,store,for children,second-hand\nTablet 1,tablet,locked cupboard,no,no",
        )),
        "permissions" => Ok((
            List::Permissions,
            "permissions",
            "name,given by,on,learning journey,display,website\nRobin Example,a parent,2026-09-01,yes,yes,no",
        )),
        _ => Err(Problem::NotFound(Missing::List)),
    }
}

fn blank(app: &App, signed_in: &crate::auth::SignedIn, name: &str) -> Result<Page, Problem> {
    let (list, name, example) = list_of(name)?;
    let layout = Layout {
        live: false,
        ..Layout::new(app, &signed_in.asker, &format!("A list of {name}"), "/settings")
    };
    Ok(Page {
        layout,
        list: name,
        columns: list.columns(),
        example,
        text: String::new(),
        wrong: None,
        rows: Vec::new(),
        good: 0,
        bad: 0,
    })
}

pub(crate) async fn page(
    State(app): State<App>,
    Leader(signed_in): Leader,
    Path(list): Path<String>,
) -> Result<Response, Problem> {
    Ok(rendered(&blank(&app, &signed_in, &list)?))
}

pub(crate) async fn read(
    State(app): State<App>,
    Leader(signed_in): Leader,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let (list, ..) = list_of(&name)?;
    let (text, take) = entered(request, &app).await?;
    let author = Author::Person(signed_in.person.clone());
    let time = app.setting.time();
    let rows = {
        let now = app.setting.now();
        let context = Context { state: &now.state, policy: &now.policy, now: time, author: &author };
        import::read(list, &text, &mut belisha_ledger::random::id, &context)
    };
    let mut page = blank(&app, &signed_in, &name)?;
    page.text = text;
    let rows = match rows {
        Ok(rows) => rows,
        Err(wrong) => {
            page.wrong = Some(wrong);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, rendered(&page)).into_response());
        }
    };
    let commands: Vec<Command> = rows.iter().filter_map(|row| row.reads.clone().ok()).collect();
    page.good = commands.len();
    page.bad = rows.len() - page.good;
    page.rows = rows.into_iter().map(|row| (row.line, row.shows, row.reads.err())).collect();
    // Nothing is written when any line is wrong, unless the person says so.
    let take = take == "all" && page.bad == 0 || take == "good" && page.good > 0;
    if !take {
        return Ok(rendered(&page));
    }
    let count = commands.len();
    app.setting
        .submit_all(author, commands)
        .await
        .map_err(|error| Problem::with_way_back(error, "/settings"))?;
    let back = match name.as_str() {
        "devices" => "/devices",
        "permissions" => "/permissions",
        _ => "/people",
    };
    Ok(back_with(back, &format!("{count} lines were taken in."), &app))
}

/// The list and what to do with it, from a plain form or from one with a file.
async fn entered(request: Request, app: &App) -> Result<(String, String), Problem> {
    let unreadable = || Problem::Unreadable(Unreadable::List);
    let kind =
        request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("").to_owned();
    if !kind.starts_with("multipart/") {
        let body = String::from_request(request, app).await.map_err(|_| unreadable())?;
        let fields = fields(&body)?;
        let one = |name: &str| {
            fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value).to_owned()
        };
        return Ok((one("text"), one("take")));
    }
    let mut parts = Multipart::from_request(request, app).await.map_err(|_| unreadable())?;
    let (mut text, mut take) = (String::new(), String::new());
    while let Some(part) = parts.next_field().await.map_err(|_| unreadable())? {
        let name = part.name().unwrap_or("").to_owned();
        let words = part.text().await.map_err(|_| unreadable())?;
        match name.as_str() {
            "take" => take = words,
            "text" | "file" if !words.trim().is_empty() => text = words,
            _ => {}
        }
    }
    Ok((text, take))
}
