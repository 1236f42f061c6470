//! The page that a device sees instead of a site that is shut to it. It is served on an address of its own, to whoever
//! asks for any name, and knows the device by its address alone.

use crate::app::App;
use crate::error::rendered;
use askama::Template;
use axum::Router;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use belisha_setting::internet::LookUp;
use belisha_setting::sites::{self, plain_name};
use belisha_setting::{AskId, Author, Command, DeviceId};
use std::net::SocketAddr;
use tower_http::limit::RequestBodyLimitLayer;

#[derive(Template)]
#[template(path = "shut.html")]
struct Page {
    setting: String,
    name: String,
    says: String,
    clauses: Vec<(String, String)>,
    /// Whether the device is on the register, so that somebody can be answered.
    known: bool,
    asked: Option<String>,
}

/// What answers in place of sites that are shut.
pub fn shut_router(app: App) -> Router {
    Router::new()
        .route("/belisha/ask", post(ask))
        .route("/belisha/style.css", get(crate::assets::style))
        .fallback(get(page))
        .layer(RequestBodyLimitLayer::new(4_096))
        .with_state(app)
}

/// The name that the browser asked for, when it is one.
fn host(headers: &HeaderMap) -> Option<String> {
    let host = headers.get(header::HOST)?.to_str().ok()?;
    plain_name(host).ok()
}

fn shown(app: &App, peer: SocketAddr, name: Option<String>, asked: Option<String>) -> Response {
    let device = app.setting.now().state.network.device_at(peer.ip().to_canonical()).cloned();
    let answer = match (&app.internet, &name) {
        (Some(internet), Some(name)) => Some(internet.check(device.as_ref(), name)),
        _ => None,
    };
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let (says, clauses) = match answer {
        Some(LookUp::Refused(why)) => (why.says, why.clauses),
        Some(LookUp::Resolves) => {
            ("it was shut a moment ago; it may be open now: load the page again".to_owned(), Vec::new())
        }
        None => ("no site was asked for by its name".to_owned(), Vec::new()),
    };
    let page = Page {
        setting: state.profile.name.clone(),
        known: device.is_some() && name.is_some(),
        name: name.unwrap_or_else(|| "This site".to_owned()),
        says,
        clauses: clauses
            .into_iter()
            .map(|id| {
                let clause = policy.pack.clause(&id).map(|clause| clause.says.clone());
                (id, clause.unwrap_or_default())
            })
            .collect(),
        asked,
    };
    drop(now);
    let mut response = rendered(&page);
    *response.status_mut() = StatusCode::FORBIDDEN;
    let fresh = header::HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, fresh);
    // A connection that stays open would show this page after the site was opened.
    response.headers_mut().insert(header::CONNECTION, header::HeaderValue::from_static("close"));
    let policy = header::HeaderValue::from_static("default-src 'none'; style-src 'self'; form-action 'self'");
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}

async fn page(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Response {
    shown(&app, peer, host(&headers), None)
}

async fn ask(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: String,
) -> Response {
    let device = app.setting.now().state.network.device_at(peer.ip().to_canonical()).cloned();
    let (Some(device), Some(name)) = (device, host(&headers)) else {
        return (StatusCode::FORBIDDEN, "This device is not on the register.").into_response();
    };
    let fields = crate::commands::fields(&body).unwrap_or_default();
    let why = fields.iter().find(|(known, _)| known == "why").map_or("", |(_, value)| value.as_str());
    let command = asked(&name, &device, why);
    let asked = match app.setting.submit(Author::Door(device), command).await {
        Ok(_) => "Asked. Whoever leads the setting sees it, and answers.".to_owned(),
        Err(belisha_service::Error::Refused(refusal)) => refusal.to_string(),
        Err(_) => "It could not be written down just now: please tell somebody.".to_owned(),
    };
    shown(&app, peer, Some(name), Some(asked))
}

fn asked(name: &str, device: &DeviceId, why: &str) -> Command {
    Command::Sites(sites::Command::Ask {
        ask: AskId::from(belisha_ledger::random::id()),
        name: name.to_owned(),
        device: Some(device.clone()),
        why: why.to_owned(),
    })
}
