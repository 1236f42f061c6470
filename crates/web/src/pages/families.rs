//! Families told: notices, who was told of each, and the notice to print.

use crate::action::{Action, Button, blank, new_id};
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::reasons::Missing;
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::view::choices::Choice;
use crate::view::dates::day;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_policy::{Catalogue, EvidencedBy, Policy};
use belisha_setting::families::{self, Family, How, Notice};
use belisha_setting::{Command, FamilyNoticeId, date_of};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "families.html")]
struct Page {
    layout: Layout,
    rows: Vec<Row>,
    kinds: Vec<Choice>,
    wanted: Vec<(String, Vec<String>)>,
    writing: Option<Writing>,
    families: usize,
    today: String,
}

/// A notice that is being written, with words to begin with.
struct Writing {
    title: String,
    says: String,
    write: Action,
}

struct Row {
    id: String,
    title: String,
    kind: String,
    words: String,
    since: String,
    ended: bool,
    told: Vec<(String, String)>,
    not_told: Vec<Choice>,
    tell: Action,
    end: Button,
}

#[derive(Template)]
#[template(path = "family_notice.html")]
struct Print {
    layout: Layout,
    title: String,
    paragraphs: Vec<String>,
    number: String,
    since: String,
}

#[derive(Deserialize, Default)]
pub(crate) struct FamiliesQuery {
    #[serde(default)]
    write: String,
}

pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(which): Query<FamiliesQuery>,
    headers: HeaderMap,
) -> Response {
    let layout =
        Layout::new(&app, &signed_in.asker, "Families", "/people").with_done(commands::done(&headers));
    let now = app.setting.now();
    let (state, catalogue) = (&now.state, &now.policy.catalogue);
    let all = families::all(state);
    let notices = state.families.notices.iter();
    let mut rows: Vec<Row> = notices.map(|(id, notice)| row(id, notice, &all, catalogue)).collect();
    rows.sort_by(|a, b| (a.ended, &a.kind, &a.title).cmp(&(b.ended, &b.kind, &b.title)));
    let page = Page {
        rows,
        kinds: catalogue.notices.iter().map(|(id, kind)| (id.clone(), kind.title.clone())).collect(),
        wanted: wanted(&now.policy),
        writing: catalogue.notices.get(&which.write).map(|kind| Writing {
            write: Action::new(&Command::Families(families::Command::Write {
                notice: new_id(),
                kind: which.write.clone(),
                title: blank(),
                words: blank(),
            }))
            .back("/families"),
            title: kind.title.clone(),
            says: kind.says.clone(),
        }),
        families: all.len(),
        today: date_of(app.setting.time()).to_string(),
        layout,
    };
    drop(now);
    rendered(&page)
}

fn kind_title(id: &str, catalogue: &Catalogue) -> String {
    catalogue.notices.get(id).map_or(id.to_owned(), |kind| kind.title.clone())
}

fn row(id: &FamilyNoticeId, notice: &Notice, all: &[Family], catalogue: &Catalogue) -> Row {
    let (mut told, mut not_told) = (Vec::new(), Vec::new());
    for family in all {
        let latest =
            family.children.iter().filter_map(|child| notice.told.get(child)).max_by_key(|told| told.on);
        let child = family.children.first().map_or(String::new(), ToString::to_string);
        match latest {
            Some(latest) => {
                told.push((family.name.clone(), format!("{}, {}", day(latest.on), latest.how.words())));
            }
            None => not_told.push((child, family.name.clone())),
        }
    }
    let tell =
        families::Command::Tell { notice: id.clone(), families: Vec::new(), how: How::InPerson, on: None };
    let end = families::Command::End { notice: id.clone() };
    Row {
        title: notice.title.words().to_owned(),
        kind: kind_title(&notice.kind, catalogue),
        words: notice.words.words().to_owned(),
        since: day(notice.since),
        ended: notice.ended,
        told,
        not_told,
        tell: Action::new(&Command::Families(tell)).back("/families"),
        end: Button::new("End this notice", &Command::Families(end)).back("/families"),
        id: id.to_string(),
    }
}

/// The notices that the policy asks for, each once, with its clauses.
fn wanted(policy: &Policy) -> Vec<(String, Vec<String>)> {
    let mut wanted: Vec<(String, Vec<String>)> = Vec::new();
    for duty in &policy.duties {
        let Some(EvidencedBy::Notice(kind)) = &duty.evidenced_by else { continue };
        let words = format!("{}: {}, {}", kind_title(kind, &policy.catalogue), duty.does, duty.every);
        match wanted.iter_mut().find(|(known, _)| *known == words) {
            Some((_, clauses)) => clauses.push(duty.clause.to_string()),
            None => wanted.push((words, vec![duty.clause.to_string()])),
        }
    }
    wanted
}

/// A notice as it is handed out.
pub(crate) async fn print(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(notice): Path<String>,
) -> Result<Response, Problem> {
    let now = app.setting.now();
    let known = now.state.families.notices.get(notice.as_str());
    let notice = known.ok_or(Problem::NotFound(Missing::Notice))?;
    let page = Print {
        layout: Layout::new(&app, &signed_in.asker, notice.title.words(), "/people"),
        title: notice.title.words().to_owned(),
        paragraphs: notice
            .words
            .words()
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(str::to_owned)
            .collect(),
        number: now.state.profile.number.clone(),
        since: day(notice.since),
    };
    drop(now);
    Ok(rendered(&page))
}
