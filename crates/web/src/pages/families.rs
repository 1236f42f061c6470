//! Families told: notices, who was told of each, and the notice to print.

use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::{Problem, rendered};
use crate::frame::Frame;
use crate::pages::{Choice, long_date};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_setting::families;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "families.html")]
struct Page {
    frame: Frame,
    rows: Vec<Row>,
    kinds: Vec<Choice>,
    wanted: Vec<(String, Vec<String>)>,
    writing: Option<Writing>,
    families: usize,
    today: String,
}

/// A notice that is being written, with words to begin with.
struct Writing {
    kind: String,
    title: String,
    says: String,
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
}

#[derive(Template)]
#[template(path = "family_notice.html")]
struct Print {
    frame: Frame,
    title: String,
    paragraphs: Vec<String>,
    number: String,
    since: String,
}

#[derive(Deserialize, Default)]
pub(crate) struct Which {
    #[serde(default)]
    write: String,
}

pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(which): Query<Which>,
    headers: HeaderMap,
) -> Response {
    let frame = Frame::of(&app, &signed_in.asker, "Families", "/people").with_done(commands::done(&headers));
    let now = app.setting.now();
    let (state, catalogue) = (&now.state, &now.policy.catalogue);
    let all = families::all(state);
    let kind = |id: &str| catalogue.notices.get(id).map_or(id.to_owned(), |kind| kind.title.clone());
    let mut rows: Vec<Row> = Vec::new();
    for (id, notice) in &state.families.notices {
        let (mut told, mut not_told) = (Vec::new(), Vec::new());
        for family in &all {
            let on = family.children.iter().filter_map(|child| notice.told.get(child)).max_by_key(|on| on.on);
            let child = family.children.first().map_or(String::new(), ToString::to_string);
            match on {
                Some(on) => {
                    told.push((family.name.clone(), format!("{}, {}", long_date(on.on), on.how.words())));
                }
                None => not_told.push((child, family.name.clone())),
            }
        }
        rows.push(Row {
            id: id.to_string(),
            title: notice.title.words().to_owned(),
            kind: kind(&notice.kind),
            words: notice.words.words().to_owned(),
            since: long_date(notice.since),
            ended: notice.ended,
            told,
            not_told,
        });
    }
    rows.sort_by(|a, b| (a.ended, &a.kind, &a.title).cmp(&(b.ended, &b.kind, &b.title)));
    let mut wanted: Vec<(String, Vec<String>)> = Vec::new();
    for duty in &now.policy.duties {
        let Some(belisha_policy::KeptBy::Notice(of)) = &duty.kept_by else { continue };
        let words = format!("{}: {}, {}", kind(of), duty.does, duty.every);
        match wanted.iter_mut().find(|(there, _)| *there == words) {
            Some((_, clauses)) => clauses.push(duty.clause.to_string()),
            None => wanted.push((words, vec![duty.clause.to_string()])),
        }
    }
    let page = Page {
        rows,
        kinds: catalogue.notices.iter().map(|(id, kind)| (id.clone(), kind.title.clone())).collect(),
        wanted,
        writing: catalogue.notices.get(&which.write).map(|kind| Writing {
            kind: which.write.clone(),
            title: kind.title.clone(),
            says: kind.says.clone(),
        }),
        families: all.len(),
        today: belisha_setting::date_of(app.setting.time()).to_string(),
        frame,
    };
    drop(now);
    rendered(&page)
}

/// A notice as it is handed out.
pub(crate) async fn print(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(notice): Path<String>,
) -> Result<Response, Problem> {
    let now = app.setting.now();
    let there = now.state.families.notices.get(notice.as_str());
    let there = there.ok_or_else(|| Problem::NotFound("There is no such notice.".into()))?;
    let page = Print {
        frame: Frame::of(&app, &signed_in.asker, there.title.words(), "/people"),
        title: there.title.words().to_owned(),
        paragraphs: there
            .words
            .words()
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(str::to_owned)
            .collect(),
        number: now.state.profile.number.clone(),
        since: long_date(there.since),
    };
    drop(now);
    Ok(rendered(&page))
}
