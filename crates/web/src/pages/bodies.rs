//! Outside help: the bodies, their numbers with the date checked, and the local ones that the setting fills in.

use crate::action::{Action, blank};
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::rendered;
use crate::layout::Layout;
use crate::pages::concerns::Outside;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_setting::{Command, concerns};

#[derive(Template)]
#[template(path = "bodies.html")]
struct Page {
    layout: Layout,
    bodies: Vec<(Outside, Action)>,
}

pub(crate) async fn page(State(app): State<App>, signed_in: SignedIn, headers: HeaderMap) -> Response {
    let layout =
        Layout::new(&app, &signed_in.asker, "Outside help", "/help").with_done(commands::done(&headers));
    let now = app.setting.now();
    let bodies = Outside::all(&now.policy.catalogue, &now.state).into_iter().map(|body| {
        let set = concerns::Command::SetNumber { body: body.id.clone(), number: blank() };
        (body, Action::new(&Command::Concerns(set)).back("/bodies"))
    });
    let bodies = bodies.collect();
    drop(now);
    rendered(&Page { layout, bodies })
}
