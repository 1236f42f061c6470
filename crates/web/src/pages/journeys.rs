//! Learning journeys: one child's, entry by entry, with pictures that may be in it; and the export when the child leaves.

pub(crate) mod export;
mod sealing;

use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::{Problem, rendered};
use crate::frame::Frame;
use crate::pages::pictures::{Tile, tile};
use crate::pages::{Choice, author_name, child_choices, day};
use crate::rights::PictureViewer;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_setting::pictures::{self, Asked};
use belisha_setting::{ChildId, PictureId, State as Register, date_of};

/// How many of the latest pictures are offered for an entry.
const OFFERED_MAX: usize = 24;

#[derive(Template)]
#[template(path = "journeys.html")]
struct Page {
    frame: Frame,
    rows: Vec<(String, String, usize)>,
}

#[derive(Template)]
#[template(path = "journey.html")]
struct One {
    frame: Frame,
    id: String,
    name: String,
    entries: Vec<Row>,
    areas: Vec<Choice>,
    offered: Vec<Tile>,
    left: bool,
    /// An export made just now.
    made: Option<export::Made>,
    /// What goes to the family of a child who left.
    handed: Vec<Tile>,
}

struct Row {
    id: String,
    on: String,
    by: String,
    area: String,
    observation: String,
    next_steps: String,
    pictures: Vec<Tile>,
}

pub(crate) async fn page(State(app): State<App>, viewer: PictureViewer, headers: HeaderMap) -> Response {
    let frame = Frame::of(&app, &viewer.signed_in.asker, "Learning journeys", "/pictures")
        .with_done(commands::done(&headers));
    let now = app.setting.now();
    let count = |id: &str| now.state.journeys.of(&id.into()).len();
    let rows = child_choices(&now.state).into_iter().map(|(id, name)| (count(&id), id, name));
    let page = Page { rows: rows.map(|(count, id, name)| (id, name, count)).collect(), frame };
    drop(now);
    rendered(&page)
}

/// The pictures that may be in this child's journey, the latest first.
fn offered(child: &ChildId, who: &str, now: &belisha_service::Current, time: jiff::Timestamp) -> Vec<Tile> {
    let (state, policy) = (&now.state, &now.policy);
    let asked = Asked {
        who: Some(who),
        purpose: "learning journey",
        journey: Some(child),
        looked: false,
        own_device: false,
    };
    let of_child = state.pictures.here().filter(|(_, there)| there.shot.children.contains(child));
    let may = of_child.filter(|(id, _)| pictures::may(id, &asked, state, policy, time).lets());
    may.take(OFFERED_MAX).map(|(id, there)| tile(id, there, state)).collect()
}

pub(crate) async fn one(
    State(app): State<App>,
    viewer: PictureViewer,
    Path(child): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    of_child(&app, &viewer.signed_in, child.into(), None, commands::done(&headers))
}

fn of_child(
    app: &App,
    signed_in: &SignedIn,
    id: ChildId,
    made: Option<export::Made>,
    done: Option<String>,
) -> Result<Response, Problem> {
    let frame = Frame::of(app, &signed_in.asker, "A learning journey", "/pictures").with_done(done);
    let frame = Frame { live: false, ..frame };
    let time = app.setting.time();
    let now = app.setting.now();
    let state = &now.state;
    let there =
        state.children.all.get(&id).ok_or_else(|| Problem::NotFound("There is no such child.".into()))?;
    let area = |word: &str| {
        let there = now.policy.catalogue.areas.iter().find(|there| there.id == word);
        there.map_or(word.to_owned(), |there| there.title.clone())
    };
    let entries = state.journeys.of(&id).into_iter().map(|(key, entry)| Row {
        id: key.to_string(),
        on: day(date_of(entry.at)),
        by: author_name(&entry.by, state),
        area: area(&entry.area),
        observation: entry.observation.words().to_owned(),
        next_steps: entry.next_steps.words().to_owned(),
        pictures: shown(&entry.pictures, state),
    });
    let leaving = export::leaving(&id, &now);
    let left = there.left.is_some();
    let page = One {
        name: there.name.words().to_owned(),
        entries: entries.collect(),
        areas: now.policy.catalogue.areas.iter().map(|area| (area.id.clone(), area.title.clone())).collect(),
        offered: if left { Vec::new() } else { offered(&id, signed_in.person.as_str(), &now, time) },
        left,
        made,
        handed: if left { shown(&leaving, state) } else { Vec::new() },
        id: id.to_string(),
        frame,
    };
    drop(now);
    Ok(rendered(&page))
}

fn shown(pictures: &[PictureId], state: &Register) -> Vec<Tile> {
    let there = pictures.iter().filter_map(|id| state.pictures.all.get_key_value(id));
    there.filter(|(_, there)| there.erased.is_none()).map(|(id, there)| tile(id, there, state)).collect()
}
