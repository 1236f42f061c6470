//! Covering a face, a badge, a sweatshirt: regions are drawn with a finger or moved with keys, and a new picture is made in
//! which those pixels never were.

use crate::app::App;
use crate::commands::{back_with, fields};
use crate::error::reasons::{Missing, Unreadable};
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::rights::PictureViewer;
use crate::view::choices;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use belisha_setting::{Author, ChildId, PictureId};
use belisha_vault::Region;

/// At most this many parts are covered at a time.
const REGIONS_MAX: usize = 30;

#[derive(Template)]
#[template(path = "cover.html")]
struct Page {
    layout: Layout,
    id: String,
    alt: String,
    children: Vec<(String, String)>,
    others: Vec<(String, String)>,
    marks: Vec<String>,
}

pub(crate) async fn page(
    State(app): State<App>,
    viewer: PictureViewer,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let layout =
        Layout { live: false, ..Layout::new(&app, &viewer.signed_in.asker, "Cover a part", "/pictures") };
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let picture = state.pictures.all.get(id.as_str()).filter(|picture| picture.erased.is_none());
    let picture = picture.ok_or(Problem::NotFound(Missing::Picture))?;
    let children: Vec<(String, String)> =
        picture.visible().into_iter().map(|child| (child.to_string(), state.children.name(child))).collect();
    let others = choices::children(state).into_iter().filter(|one| !children.contains(one)).collect();
    let marks = policy.identifiers();
    let page = Page { alt: super::alt(picture, state), children, others, marks, id, layout };
    drop(now);
    Ok(rendered(&page))
}

/// `POST /pictures/{picture}/cover`: `region` fields say where, `child` and `mark` fields say whom and what.
pub(crate) async fn cover(
    State(app): State<App>,
    viewer: PictureViewer,
    Path(id): Path<String>,
    body: String,
) -> Result<Response, Problem> {
    let fields = fields(&body)?;
    let many = |name: &str| {
        fields.iter().filter(|(field, _)| field == name).map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    let regions: Option<Vec<Region>> = many("region")
        .iter()
        .filter(|text| !text.trim().is_empty())
        .take(REGIONS_MAX + 1)
        .map(|text| region(text))
        .collect();
    let regions = regions.filter(|regions| !regions.is_empty() && regions.len() <= REGIONS_MAX);
    let regions = regions.ok_or(Problem::Unreadable(Unreadable::NoRegion))?;
    let covered: Vec<ChildId> = many("child").into_iter().map(Into::into).collect();
    let new = PictureId::from(belisha_ledger::random::id());
    let author = Author::Person(viewer.signed_in.person.clone());
    let made = viewer.gallery()?.cover(author, id.as_str().into(), regions, covered, many("mark"), new).await;
    let back = format!("/pictures/{id}/cover");
    let made = made.map_err(|error| Problem::with_way_back(error, &back))?;
    let words =
        "A new picture was made. The one it was made of is still there: erase it if it is not needed.";
    Ok(back_with(&format!("/pictures/{made}"), words, &app))
}

/// `x y w h`, in hundredths of the picture's width and height.
fn region(text: &str) -> Option<Region> {
    let numbers: Vec<f32> = text
        .split([' ', ','])
        .filter(|part| !part.is_empty())
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    let [x, y, w, h] = numbers.as_slice() else { return None };
    let part = |number: &f32| number / 100.0;
    Some(Region { x: part(x), y: part(y), w: part(w), h: part(h) })
}
