//! The camera of an enrolled tablet: a picture goes straight into the vault and never into the gallery. Who may not be in
//! it is marked before the shutter.

use super::intake::{Form, form};
use crate::app::App;
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::rights::PictureViewer;
use crate::view::choices::{self, Choice};
use askama::Template;
use axum::extract::State;
use axum::response::Response;

#[derive(Template)]
#[template(path = "camera.html")]
struct Page {
    layout: Layout,
    form: Form,
    /// The children who are in.
    here: Vec<Choice>,
    /// The tablet, where this is one.
    tablet: Option<String>,
}

pub(crate) async fn page(State(app): State<App>, viewer: PictureViewer) -> Result<Response, Problem> {
    viewer.gallery()?;
    let signed_in = &viewer.signed_in;
    let layout = Layout { live: false, ..Layout::new(&app, &signed_in.asker, "Camera", "/pictures") };
    let form = form(&app, signed_in);
    let now = app.setting.now();
    let here = choices::children_where(&now.state, |id| now.state.day.children.contains(id));
    let tablet = signed_in.asker.tablet.as_ref().map(|(device, _)| now.state.devices.name(device));
    drop(now);
    Ok(rendered(&Page { layout, form, here, tablet }))
}
