//! A picture on a sheet of paper, for a use that is on record: a display on the wall.

use crate::app::App;
use crate::error::reasons::{Denied, Missing};
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::rights::PictureViewer;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use belisha_setting::PictureId;
use belisha_setting::pictures::{MediaKind, To};

#[derive(Template)]
#[template(path = "picture_sheet.html")]
struct Sheet {
    layout: Layout,
    id: String,
    alt: String,
    words: String,
    /// It is higher than wide.
    tall: bool,
}

/// `GET /pictures/{picture}/uses/{use}/print`.
pub(crate) async fn page(
    State(app): State<App>,
    viewer: PictureViewer,
    Path((picture, id)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let layout = Layout::new(&app, &viewer.signed_in.asker, "A picture to print", "/pictures");
    let layout = Layout { live: false, ..layout };
    let now = app.setting.now();
    let known = now.state.pictures.all.get(&PictureId::from(picture.as_str()));
    let known = known.filter(|known| known.erased.is_none() && known.shot.kind == MediaKind::Still);
    let used = known.and_then(|known| known.live().find(|(key, _)| key.as_str() == id));
    let Some((known, (_, used))) = known.zip(used) else {
        return Err(Problem::Forbidden(Denied::PrintWithoutUse));
    };
    if !matches!(used.to, To::Display { .. }) {
        return Err(Problem::NotFound(Missing::PaperUse));
    }
    let page = Sheet {
        alt: super::alt(known, &now.state),
        words: used.words.known().unwrap_or_default().to_owned(),
        tall: known.shot.height > known.shot.width,
        id: picture,
        layout,
    };
    drop(now);
    Ok(rendered(&page))
}
