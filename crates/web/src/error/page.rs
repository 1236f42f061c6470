//! The page of a problem, inside what stands around every page, so that nobody seems signed out.

use super::{Met, Problem, refused, rendered};
use crate::app::App;
use crate::asker::Known;
use crate::layout::Layout;
use askama::Template;
use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::http::header::REFRESH;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Two minutes without a tap, and a moment more: the session is over then.
const DOOR_REFRESH: &str = "121; url=/";

#[derive(Template)]
#[template(path = "problem.html")]
struct Page {
    layout: Layout,
    says: String,
    /// The clauses behind it, each with its text.
    clauses: Vec<(String, String)>,
    remedies: Vec<String>,
    sum: Option<String>,
    back: String,
}

/// Makes a page, or JSON for the API, of a problem that a handler met.
pub(crate) async fn show(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let asker = Known::default();
    request.extensions_mut().insert(asker.clone());
    let is_api = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    let mut response = match response.extensions_mut().remove::<Met>() {
        Some(Met(problem)) if is_api => problem.json(),
        Some(Met(problem)) => page(&problem, &app, &asker),
        None => response,
    };
    if asker.get().is_some_and(|asker| asker.person.is_some() && asker.at_the_door()) {
        // What somebody read at the door goes from the screen with their session.
        response.headers_mut().insert(REFRESH, HeaderValue::from_static(DOOR_REFRESH));
    }
    response
}

fn page(problem: &Problem, app: &App, asker: &Known) -> Response {
    let layout = match asker.get() {
        Some(asker) if asker.author().is_ok() => Layout::new(app, asker, "Not done", ""),
        _ => Layout::plain("Not done"),
    };
    let mut page = Page {
        layout: Layout { live: false, ..layout },
        says: problem.says(),
        clauses: Vec::new(),
        remedies: Vec::new(),
        sum: None,
        back: "/".into(),
    };
    match problem {
        Problem::Refused { refusal, back } => {
            let now = app.setting.now();
            let text = |id: &&str| Some(((*id).to_owned(), now.policy.pack.clause(id)?.says.clone()));
            page.clauses = refusal.clauses().iter().filter_map(text).collect();
            (page.remedies, page.sum) = refused::way_out(refusal);
            page.back.clone_from(back);
        }
        Problem::Unfit { back, .. }
        | Problem::TooManyTries { back, .. }
        | Problem::TooMuch { back, .. }
        | Problem::TooManyConcerns { back, .. } => page.back.clone_from(back),
        _ => {}
    }
    (problem.status(), rendered(&page)).into_response()
}
