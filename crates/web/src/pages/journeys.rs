//! Learning journeys: how much is written in each child's.

pub(crate) mod export;
pub(crate) mod one;
mod sealing;

use crate::app::App;
use crate::commands;
use crate::error::rendered;
use crate::layout::Layout;
use crate::rights::PictureViewer;
use crate::view::choices;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

#[derive(Template)]
#[template(path = "journeys.html")]
struct Page {
    layout: Layout,
    rows: Vec<(String, String, usize)>,
}

pub(crate) async fn page(State(app): State<App>, viewer: PictureViewer, headers: HeaderMap) -> Response {
    let layout = Layout::new(&app, &viewer.signed_in.asker, "Learning journeys", "/pictures")
        .with_done(commands::done(&headers));
    let now = app.setting.now();
    let count = |id: &str| now.state.journeys.of(&id.into()).len();
    let rows = choices::children(&now.state).into_iter().map(|(id, name)| (count(&id), id, name));
    let page = Page { rows: rows.map(|(count, id, name)| (id, name, count)).collect(), layout };
    drop(now);
    rendered(&page)
}
