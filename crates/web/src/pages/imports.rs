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
use belisha_setting::import::{self, Chosen, List};
use belisha_setting::{Author, Command, Context};

#[derive(Template)]
#[template(path = "import.html")]
struct Page {
    layout: Layout,
    list: &'static str,
    columns: Vec<String>,
    /// The columns that the lines are shown in.
    shown: Vec<String>,
    /// Columns of the file that nobody reads: each with what may be meant.
    unread: Vec<(String, String)>,
    left_out: Vec<String>,
    notes: Vec<String>,
    /// What was said of columns, to be sent on.
    chosen: Vec<(String, String)>,
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
        columns: list.columns(&app.setting.now().policy.catalogue),
        shown: Vec::new(),
        unread: Vec::new(),
        left_out: Vec::new(),
        notes: Vec::new(),
        chosen: Vec::new(),
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
    let entered = match entered(request, &app).await? {
        Ok(entered) => entered,
        Err(wrong) => {
            let mut page = blank(&app, &signed_in, &name)?;
            page.wrong = Some(wrong);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, rendered(&page)).into_response());
        }
    };
    let author = Author::Person(signed_in.person.clone());
    let time = app.setting.time();
    let taken = {
        let now = app.setting.now();
        let context = Context { state: &now.state, policy: &now.policy, now: time, author: &author };
        import::read(list, &entered.text, &entered.chosen, &mut belisha_ledger::random::id, &context)
    };
    let mut page = blank(&app, &signed_in, &name)?;
    page.text = entered.text;
    let taken = match taken {
        Ok(taken) => taken,
        Err(wrong) => {
            page.wrong = Some(wrong);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, rendered(&page)).into_response());
        }
    };
    let commands: Vec<Command> = taken.rows.iter().filter_map(|row| row.reads.clone().ok()).collect();
    page.good = commands.len();
    page.bad = taken.rows.len() - page.good;
    page.rows = taken.rows.into_iter().map(|row| (row.line, row.shows, row.reads.err())).collect();
    (page.shown, page.left_out, page.notes) = (taken.columns, taken.left_out, taken.notes);
    page.unread =
        taken.unread.into_iter().map(|unread| (unread.heading, unread.perhaps.unwrap_or_default())).collect();
    page.chosen = entered.chosen.into_iter().collect();
    // Nothing is written while nobody has said what becomes of a column, nor when any line is wrong, unless the person
    // says so.
    let take = entered.take == "all" && page.bad == 0 || entered.take == "good" && page.good > 0;
    if !take || !page.unread.is_empty() {
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

/// A list as it was sent, and what is to be done with it.
#[derive(Default)]
struct Entered {
    text: String,
    take: String,
    /// What was said of columns that nobody knows.
    chosen: Chosen,
}

impl Entered {
    fn put(&mut self, name: &str, words: String) {
        match name {
            "take" => self.take = words,
            "text" if !words.trim().is_empty() => self.text = words,
            _ => {
                if let Some(heading) = name.strip_prefix("column:") {
                    self.chosen.insert(heading.to_owned(), words);
                }
            }
        }
    }
}

/// The list and what to do with it, from a plain form or from one with a file. The inner error is a sentence about the
/// file.
async fn entered(request: Request, app: &App) -> Result<Result<Entered, String>, Problem> {
    let unreadable = || Problem::Unreadable(Unreadable::List);
    let kind =
        request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("").to_owned();
    let mut entered = Entered::default();
    if !kind.starts_with("multipart/") {
        let body = String::from_request(request, app).await.map_err(|_| unreadable())?;
        fields(&body)?.into_iter().for_each(|(name, words)| entered.put(&name, words));
        return Ok(Ok(entered));
    }
    let mut parts = Multipart::from_request(request, app).await.map_err(|_| unreadable())?;
    while let Some(part) = parts.next_field().await.map_err(|_| unreadable())? {
        let name = part.name().unwrap_or("").to_owned();
        let bytes = part.bytes().await.map_err(|_| unreadable())?;
        if name == "file" {
            match import::decoded(&bytes) {
                Ok(text) => entered.put("text", text),
                Err(wrong) => return Ok(Err(wrong)),
            }
        } else {
            entered.put(&name, String::from_utf8(bytes.to_vec()).map_err(|_| unreadable())?);
        }
    }
    Ok(Ok(entered))
}
