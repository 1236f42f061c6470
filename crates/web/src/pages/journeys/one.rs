//! One child's journey, entry by entry, with pictures that may be in it; and what goes to the family.

use super::export::{Made, leaving};
use crate::action::{Action, blank, new_id};
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::reasons::Missing;
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::pages::author_name;
use crate::pages::pictures::{Tile, tile};
use crate::rights::PictureViewer;
use crate::view::choices::Choice;
use crate::view::dates::day;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_service::Current;
use belisha_setting::journeys::{self, Entry};
use belisha_setting::pictures::{self, Asked, Picture};
use belisha_setting::{ChildId, Command, EntryId, PictureId, State as Register, date_of};
use jiff::Timestamp;

/// How many of the latest pictures are offered for an entry.
const OFFERED_MAX: usize = 24;

#[derive(Template)]
#[template(path = "journey.html")]
struct Page {
    layout: Layout,
    id: String,
    name: String,
    entries: Vec<Row>,
    areas: Vec<Choice>,
    offered: Vec<Tile>,
    left: bool,
    /// An export made just now.
    made: Option<Made>,
    /// What goes to the family of a child who left.
    handed: Vec<Tile>,
    write: Action,
    hand_over: Action,
}

struct Row {
    on: String,
    by: String,
    area: String,
    observation: String,
    next_steps: String,
    pictures: Vec<(Tile, Action)>,
    take_out: Action,
}

impl Row {
    fn tiles(&self) -> impl Iterator<Item = &Tile> {
        self.pictures.iter().map(|(tile, _)| tile)
    }
}

pub(crate) async fn page(
    State(app): State<App>,
    viewer: PictureViewer,
    Path(child): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    of_child(&app, &viewer.signed_in, child.into(), None, commands::done(&headers))
}

/// The page, with an export that was made just now.
pub(super) fn of_child(
    app: &App,
    signed_in: &SignedIn,
    id: ChildId,
    made: Option<Made>,
    done: Option<String>,
) -> Result<Response, Problem> {
    let layout = Layout::new(app, &signed_in.asker, "A learning journey", "/pictures").with_done(done);
    let layout = Layout { live: false, ..layout };
    let time = app.setting.time();
    let now = app.setting.now();
    let state = &now.state;
    let Some(child) = state.children.all.get(&id) else {
        return Err(Problem::NotFound(Missing::Child));
    };
    let areas = now.policy.catalogue.areas.iter();
    let entries = state.journeys.of(&id).into_iter();
    let left = child.left.is_some();
    let handed = || known(&leaving(&id, &now), state).map(|(id, picture)| tile(id, picture, state)).collect();
    let hand_over = pictures::Command::HandOver { child: id.clone(), pictures: Vec::new(), to: blank() };
    let page = Page {
        name: child.name.words().to_owned(),
        entries: entries.map(|(entry_id, entry)| row(&id, entry_id, entry, &now)).collect(),
        areas: areas.map(|area| (area.id.clone(), area.title.clone())).collect(),
        offered: if left { Vec::new() } else { offered(&id, signed_in.person.as_str(), &now, time) },
        left,
        made,
        handed: if left { handed() } else { Vec::new() },
        write: action(
            &id,
            journeys::Command::Write {
                entry: new_id(),
                child: id.clone(),
                observation: blank(),
                area: blank(),
                next_steps: String::new(),
                pictures: Vec::new(),
            },
        ),
        hand_over: Action::new(&Command::Pictures(hand_over)).back("/pictures"),
        id: id.to_string(),
        layout,
    };
    drop(now);
    Ok(rendered(&page))
}

fn action(child: &ChildId, command: journeys::Command) -> Action {
    Action::new(&Command::Journeys(command)).back(format!("/journeys/{child}"))
}

fn row(child: &ChildId, id: &EntryId, entry: &Entry, now: &Current) -> Row {
    let state = &now.state;
    let area = now.policy.catalogue.areas.iter().find(|area| area.id == entry.area);
    let picture = |(picture_id, picture): (&PictureId, &Picture)| {
        let (entry, picture_id) = (id.clone(), picture_id.clone());
        let shown = tile(&picture_id, picture, state);
        let take_out = journeys::Command::TakePictureOut { entry, picture: picture_id, why: blank() };
        (shown, action(child, take_out))
    };
    Row {
        on: day(date_of(entry.at)),
        by: author_name(&entry.by, state),
        area: area.map_or(entry.area.clone(), |area| area.title.clone()),
        observation: entry.observation.words().to_owned(),
        next_steps: entry.next_steps.words().to_owned(),
        pictures: known(&entry.pictures, state).map(picture).collect(),
        take_out: action(child, journeys::Command::TakeOut { entry: id.clone(), why: blank() }),
    }
}

/// Those of some pictures that were not erased.
fn known<'a>(
    pictures: &[PictureId],
    state: &'a Register,
) -> impl Iterator<Item = (&'a PictureId, &'a Picture)> {
    let known = pictures.iter().filter_map(|id| state.pictures.all.get_key_value(id));
    known.filter(|(_, picture)| picture.erased.is_none())
}

/// The pictures that may be in this child's journey, the latest first.
fn offered(child: &ChildId, who: &str, now: &Current, time: Timestamp) -> Vec<Tile> {
    let (state, policy) = (&now.state, &now.policy);
    let asked = Asked {
        who: Some(who),
        purpose: "learning journey",
        journey: Some(child),
        looked: false,
        own_device: false,
    };
    let of_child = state.pictures.here().filter(|(_, picture)| picture.shot.children.contains(child));
    let may = of_child.filter(|(id, _)| pictures::may(id, &asked, state, policy, time).allows());
    may.take(OFFERED_MAX).map(|(id, picture)| tile(id, picture, state)).collect()
}
