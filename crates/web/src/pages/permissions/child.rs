//! One child's permissions: the form, purpose by purpose; one day's leave; the child's own wish; the family's link; the
//! form on paper.

use crate::action::{Action, blank, blank_date};
use crate::app::App;
use crate::asker::key_hash;
use crate::auth::{Leader, SignedIn};
use crate::commands::{self, back_with, fields};
use crate::error::reasons::Missing;
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::view::dates::day;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_setting::permissions::Prepared;
use belisha_setting::permissions::{self, Command as Permit, How};
use belisha_setting::{Author, ChildId, Command, date_of};
use jiff::ToSpan;
use std::collections::BTreeMap;

/// How long a family's link leads somewhere, in days.
const LINK_DAYS: i32 = 365;

#[derive(Template)]
#[template(path = "permissions_child.html")]
struct Page {
    layout: Layout,
    id: String,
    name: String,
    rows: Vec<Row>,
    refuses: Option<String>,
    once: Vec<(String, String, String)>,
    link: Option<String>,
    made: Option<String>,
    today: String,
    acts: Acts,
}

struct Acts {
    allow_once: Action,
    wants: Action,
    refuses: Action,
    end_link: Action,
}

impl Acts {
    fn of(id: &ChildId) -> Self {
        let child = || id.clone();
        let action = |command| Action::new(&Command::Permissions(command)).back(format!("/permissions/{id}"));
        let wish = |wants| action(Permit::Wish { child: child(), wants, said: String::new() });
        Self {
            allow_once: action(Permit::AllowOnce {
                child: child(),
                purpose: blank(),
                on: blank_date(),
                occasion: blank(),
                by: blank(),
                how: How::InPerson,
            }),
            wants: wish(true),
            refuses: wish(false),
            end_link: action(Permit::EndLink { child: child() }),
        }
    }
}

/// One purpose, with its answer.
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) asks: String,
    pub(crate) why: String,
    pub(crate) sign: (&'static str, &'static str, &'static str),
    pub(crate) said: String,
    pub(crate) yes: bool,
    pub(crate) no: bool,
}

/// Every purpose with how it stands for a child.
pub(crate) fn rows(child: &ChildId, app: &App) -> Vec<Row> {
    let today = date_of(app.setting.time());
    let now = app.setting.now();
    let given = now.state.permissions.of.get(child);
    let row = |purpose: &belisha_policy::Purpose| {
        let answer = given.and_then(|given| given.answers.get(&purpose.id));
        Row {
            id: purpose.id.clone(),
            title: purpose.title.clone(),
            asks: purpose.asks.clone(),
            why: purpose.why.clone(),
            sign: super::sign(permissions::standing(child, &purpose.id, today, &now.state)),
            said: answer.map_or(String::new(), |answer| {
                format!("{} {}, {}", answer.by.words(), answer.how.words(), day(answer.on))
            }),
            yes: answer.is_some_and(|answer| answer.yes),
            no: answer.is_some_and(|answer| !answer.yes),
        }
    };
    now.policy.catalogue.purposes.iter().map(row).collect()
}

fn shown(
    app: &App,
    signed_in: &SignedIn,
    child: &ChildId,
    made: Option<String>,
    done: Option<String>,
) -> Result<Response, Problem> {
    let layout = Layout {
        live: false,
        ..Layout::new(app, &signed_in.asker, "Permissions", "/pictures").with_done(done)
    };
    let rows = rows(child, app);
    let now = app.setting.now();
    let known_child = now.state.children.all.get(child).filter(|known| known.left.is_none());
    let known_child = known_child.ok_or(Problem::NotFound(Missing::Child))?;
    let known = now.state.permissions.of.get(child);
    let today = date_of(app.setting.time());
    let title =
        |id: &str| now.policy.catalogue.purpose(id).map_or(id.to_owned(), |purpose| purpose.title.clone());
    let once = known.map_or(&[][..], |given| given.once.as_slice());
    let page = Page {
        id: child.to_string(),
        name: known_child.name.words().to_owned(),
        rows,
        refuses: known
            .and_then(|given| given.refuses.as_ref())
            .map(|(said, since)| format!("{} (since {})", said.words(), day(*since))),
        once: once
            .iter()
            .map(|leave| (title(&leave.purpose), day(leave.on), leave.occasion.words().to_owned()))
            .collect(),
        link: known
            .and_then(|given| given.link.as_ref())
            .filter(|(_, until)| *until >= today)
            .map(|(_, until)| day(*until)),
        made,
        acts: Acts::of(child),
        today: today.to_string(),
        layout,
    };
    drop(now);
    Ok(rendered(&page))
}

pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(child): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    shown(&app, &signed_in, &child.into(), None, commands::done(&headers))
}

/// The answers of a form: fields `answer-PURPOSE` that say yes or no.
pub(crate) fn answers(fields: &[(String, String)]) -> BTreeMap<String, bool> {
    let answered =
        fields.iter().filter_map(|(name, value)| Some((name.strip_prefix("answer-")?, value.as_str())));
    answered
        .filter_map(|(purpose, value)| match value {
            "yes" => Some((purpose.to_owned(), true)),
            "no" => Some((purpose.to_owned(), false)),
            _ => None,
        })
        .collect()
}

/// `POST /permissions/{child}`: the form, as somebody on the team types it in.
pub(crate) async fn answer(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(child): Path<String>,
    body: String,
) -> Result<Response, Problem> {
    let fields = fields(&body)?;
    let one =
        |name: &str| fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim());
    let how = if one("how") == "in-person" { How::InPerson } else { How::Paper };
    let on = one("on").parse().ok();
    let command = Permit::Answer {
        child: child.as_str().into(),
        answers: answers(&fields),
        by: one("by").to_owned(),
        how,
        on,
    };
    let back = format!("/permissions/{child}");
    let author = Author::Person(signed_in.person.clone());
    app.setting
        .submit(author, Command::Permissions(command))
        .await
        .map_err(|error| Problem::with_way_back(error, &back))?;
    Ok(back_with(&back, "The answers are on record, and the team is told what changed.", &app))
}

/// `POST /permissions/{child}/link`: a link of the family's own, shown this once.
pub(crate) async fn link(
    State(app): State<App>,
    Leader(signed_in): Leader,
    Path(child): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let token = format!("{}{}", belisha_ledger::random::id(), belisha_ledger::random::id());
    let until = date_of(app.setting.time()).saturating_add(LINK_DAYS.days());
    let child = ChildId::from(child);
    let make = Prepared::MakeLink { child: child.clone(), hash: key_hash(&token), until };
    let author = Author::Person(signed_in.person.clone());
    app.setting
        .submit(author, make.into())
        .await
        .map_err(|error| Problem::with_way_back(error, "/permissions"))?;
    let address = app.address(&headers, &format!("/parents/{token}"));
    shown(&app, &signed_in, &child, Some(address), None)
}

#[derive(Template)]
#[template(path = "permissions_form.html")]
struct Paper {
    layout: Layout,
    name: String,
    rows: Vec<Row>,
}

/// The form on paper.
pub(crate) async fn paper(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(child): Path<String>,
) -> Result<Response, Problem> {
    let child = ChildId::from(child);
    let layout =
        Layout { live: false, ..Layout::new(&app, &signed_in.asker, "Permission for pictures", "/pictures") };
    let name = {
        let now = app.setting.now();
        now.state.children.active(&child).map(|known| known.name.words().to_owned())
    };
    let name = name.map_err(|_| Problem::NotFound(Missing::Child))?;
    Ok(rendered(&Paper { layout, name, rows: rows(&child, &app) }))
}
