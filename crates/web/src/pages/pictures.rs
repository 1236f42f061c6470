//! Pictures in the vault: the latest first, by what they are for, who can be seen, and what is wrong with them.

pub(crate) mod camera;
pub(crate) mod cover;
pub(crate) mod files;
pub(crate) mod intake;
pub(crate) mod month;
pub(crate) mod one;
pub(crate) mod sheet;

use crate::action::{Action, Button, blank};
use crate::app::App;
use crate::commands;
use crate::error::rendered;
use crate::layout::Layout;
use crate::rights::PictureViewer;
use crate::view::choices::{self, Choice};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_policy::Policy;
use belisha_setting::pictures::{self, MediaKind, Picture, Recall};
use belisha_setting::{Command, PictureId, UseId, date_of};
use jiff::Timestamp;
use serde::Deserialize;

/// How many pictures are on a page.
const ON_A_PAGE: usize = 60;

#[derive(Template)]
#[template(path = "pictures.html")]
struct Page {
    layout: Layout,
    rows: Vec<Tile>,
    purposes: Vec<Choice>,
    children: Vec<Choice>,
    purpose: String,
    child: String,
    later: Option<String>,
    recalls: Vec<RecallRow>,
    /// How many wait for somebody's yes before they are erased, and the yes.
    let_go: Option<(usize, Button)>,
    handed: Vec<(String, String)>,
    vault: bool,
}

/// One picture of the list.
pub(crate) struct Tile {
    pub(crate) id: String,
    pub(crate) alt: String,
    pub(crate) recording: bool,
    pub(crate) against: bool,
    pub(crate) held: bool,
}

struct RecallRow {
    picture: String,
    end_use: Action,
    who: String,
    went: String,
    todo: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Wanted {
    purpose: String,
    child: String,
    before: Option<u64>,
}

/// What a picture shows, for somebody who cannot see it. Names of children stand here, behind a sign-in, and nowhere in
/// the file.
pub(crate) fn alt(picture: &Picture, state: &belisha_setting::State) -> String {
    let names: Vec<String> = picture.visible().into_iter().map(|child| state.children.name(child)).collect();
    let what = match picture.shot.shows {
        pictures::Shows::Children if names.is_empty() => "everybody covered".to_owned(),
        pictures::Shows::Children => belisha_policy::join_and(&names),
        pictures::Shows::Work => "a child's work".to_owned(),
        pictures::Shows::Rooms => "a room".to_owned(),
    };
    format!("{what}, {}", date_of(picture.shot.taken).strftime("%-d %B"))
}

/// A picture for a list.
pub(crate) fn tile(id: &PictureId, picture: &Picture, state: &belisha_setting::State) -> Tile {
    Tile {
        id: id.to_string(),
        alt: alt(picture, state),
        recording: picture.shot.kind == MediaKind::Recording,
        against: !pictures::against(picture, state).is_empty(),
        held: picture.held.is_some(),
    }
}

/// Says that a use of a picture is over.
fn end_use(picture: &PictureId, id: &UseId, back: String) -> Action {
    let end = pictures::Command::EndUse { picture: picture.clone(), id: id.clone(), ended_how: blank() };
    Action::new(&Command::Pictures(end)).back(back)
}

/// Says yes to all that wait for it.
fn let_go(state: &belisha_setting::State, policy: &Policy, time: Timestamp) -> Option<(usize, Button)> {
    let waiting = pictures::awaiting_yes(state, policy, time);
    let label = "They may go on their day";
    let command = Command::Pictures(pictures::Command::LetGo { pictures: waiting.clone() });
    (!waiting.is_empty()).then(|| (waiting.len(), Button::new(label, &command).back("/pictures")))
}

fn recall_row(recall: &Recall, state: &belisha_setting::State) -> RecallRow {
    let children = recall.children.iter().map(|child| state.children.name(child));
    let adults = recall.adults.iter().map(|adult| state.people.name(adult));
    let names: Vec<String> = children.chain(adults).collect();
    RecallRow {
        picture: recall.picture.to_string(),
        end_use: end_use(&recall.picture, &recall.id, "/pictures".to_owned()),
        who: belisha_policy::join_and(&names),
        went: recall.went.clone(),
        todo: recall.todo.clone(),
    }
}

pub(crate) async fn page(
    State(app): State<App>,
    viewer: PictureViewer,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Response {
    let layout = Layout::new(&app, &viewer.signed_in.asker, "Pictures", "/pictures")
        .with_done(commands::done(&headers));
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    // From the latest on, or from where the page before ended: a page costs the same however many there are.
    let before = wanted.before.unwrap_or(u64::MAX);
    let mut wanted_here = state.pictures.retained.range(..before).rev().filter_map(|(line, id)| {
        let picture = state.pictures.all.get(id)?;
        let fits = (wanted.purpose.is_empty() || picture.shot.purpose == wanted.purpose)
            && (wanted.child.is_empty()
                || picture.shot.children.iter().any(|child| child.as_str() == wanted.child));
        fits.then_some((*line, id, picture))
    });
    let shown: Vec<_> = wanted_here.by_ref().take(ON_A_PAGE).collect();
    let more = wanted_here.next().is_some();
    let later = shown.last().filter(|_| more).map(|(line, ..)| {
        format!("/pictures?purpose={}&child={}&before={line}", wanted.purpose.replace(' ', "+"), wanted.child)
    });
    let summary = app.summary(&now, app.setting.time());
    let page = Page {
        rows: shown.into_iter().map(|(_, id, picture)| tile(id, picture, state)).collect(),
        purposes: policy
            .catalogue
            .purposes
            .iter()
            .filter(|purpose| purpose.taken)
            .map(|purpose| (purpose.id.clone(), purpose.title.clone()))
            .collect(),
        children: choices::children(state),
        purpose: wanted.purpose,
        child: wanted.child,
        later,
        recalls: summary.recalls.iter().map(|recall| recall_row(recall, state)).collect(),
        let_go: let_go(state, policy, app.setting.time()),
        handed: summary.leavers.iter().map(|child| (child.to_string(), state.children.name(child))).collect(),
        vault: viewer.has_gallery(),
        layout,
    };
    drop(now);
    rendered(&page)
}
