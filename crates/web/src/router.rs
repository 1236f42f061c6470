//! Which address leads where.

use crate::app::App;
use crate::guard::guard;
use crate::pages::{
    ask, assessments, bodies, channels, codes, concerns, devices, due, families, first_run, friendships,
    help, history, imports, internet, journeys, library, live, log, occasions, outings, people, permissions,
    pictures, policy, posts, report, second_proof, sending, settings, sign_in, signing, today, tools,
    training, visitors, wording,
};
use crate::{assets, commands, pages, uploads};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn;
use axum::routing::{get, head, post};
use tower_http::limit::RequestBodyLimitLayer;

/// The largest body that is read, in bytes: an adopted policy or a list of people fits, nothing larger is needed.
const BODY_BYTES_MAX: usize = 2 * 1024 * 1024;

/// The whole web side of one setting.
pub fn router(app: App) -> Router {
    Router::new()
        .route("/", get(today::page))
        .route("/start", get(first_run::page).post(first_run::begin))
        .route("/sign-in", get(sign_in::page).post(sign_in::sign_in))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/commands", post(commands::from_form))
        .route("/ask", get(ask::page))
        .route("/due", get(due::page))
        .route("/devices", get(devices::page))
        .route("/devices/{device}", get(devices::one))
        .route("/devices/{device}/enrolment", post(devices::enrol))
        .route("/people", get(people::page))
        .route("/people/{person}", get(people::one))
        .route("/people/{person}/secret", post(people::set_secret))
        .route("/visitors", get(visitors::page))
        .route("/outings", get(outings::page))
        .route("/concerns", get(concerns::page))
        .route("/concerns/new", get(concerns::raise))
        .route("/concerns/closed", get(history::closed))
        .route("/concerns/{concern}", get(concerns::one))
        .route("/bodies", get(bodies::page))
        .route("/children/{child}", get(history::child))
        .route("/second-proof", get(second_proof::page).post(second_proof::prove))
        .route("/second-proof/set", post(second_proof::set))
        .route("/assessments", get(assessments::page))
        .route("/assessments/new", get(assessments::form::page))
        .route("/assessments/{assessment}", get(assessments::one::page))
        .route("/friendships", get(friendships::page))
        .route("/tools", get(tools::page))
        .route("/policy", get(policy::page))
        .route("/policy/versions/{number}", get(policy::version))
        .route("/policy/clauses/{clause}", get(policy::clause))
        .route("/policy/adoption", post(policy::adopt))
        .route("/codes/{whom}", get(codes::page))
        .route("/families", get(families::page))
        .route("/families/{notice}", get(families::print))
        .route("/library", get(library::page))
        .route("/report", get(report::page))
        .route("/signing", get(signing::page).post(signing::sign))
        .route("/signing/{number}", get(signing::certificate))
        .route("/training", get(training::page))
        .route("/log", get(log::page))
        .route("/settings", get(settings::page))
        .route("/imports/{list}", get(imports::page).post(imports::read))
        .route("/help", get(help::page))
        .route("/live", get(live::changes))
        .route("/api/commands", post(commands::from_api))
        .route("/api/may", get(ask::api).post(ask::api_question))
        .route("/api/today", get(today::api))
        .route("/api/due", get(due::api))
        .route("/api/clauses", get(policy::api))
        .route("/assets/style.css", get(assets::style))
        .route("/assets/live.js", get(assets::script))
        .route("/assets/icon.svg", get(assets::icon))
        .route("/pictures", get(pictures::page))
        .route("/pictures/month", get(pictures::month::page))
        .route("/pictures/{picture}", get(pictures::one::page))
        .route("/pictures/{picture}/files/{rendition}", get(pictures::files::file))
        .route("/pictures/{picture}/uses/{use}", get(pictures::files::download))
        .route("/pictures/{picture}/uses/{use}/print", get(pictures::sheet::page))
        .route("/pictures/{picture}/cover", get(pictures::cover::page).post(pictures::cover::cover))
        .route("/camera", get(pictures::camera::page))
        .route("/uploads", post(uploads::begin))
        .route("/uploads/{id}/picture", post(pictures::intake::from_upload))
        .route("/permissions", get(permissions::page))
        .route("/permissions/{child}", get(permissions::child::page).post(permissions::child::answer))
        .route("/permissions/{child}/link", post(permissions::child::link))
        .route("/permissions/{child}/form", get(permissions::child::paper))
        .route("/parents/{token}", get(permissions::link::page).post(permissions::link::answer))
        .route("/journeys", get(journeys::page))
        .route("/journeys/{child}", get(journeys::one))
        .route("/journeys/{child}/export", post(journeys::export::export))
        .route("/events", get(occasions::page))
        .route("/events/{occasion}", get(occasions::one))
        .route("/internet", get(internet::page))
        .route("/internet/sites", get(internet::sites::page).post(internet::sites::approve))
        .route("/internet/children", get(internet::children::page))
        .route("/internet/network", get(internet::network::page).post(internet::network::place))
        .route("/internet/network/test", post(internet::network::test))
        .route("/assets/pictures.js", get(assets::pictures))
        .route("/channels", get(channels::page))
        .route("/channels/{channel}", get(channels::one))
        .route("/posts", get(posts::page))
        .route("/posts/{post}", get(posts::one))
        .route("/sending/{parcel}", get(sending::download))
        .layer(RequestBodyLimitLayer::new(BODY_BYTES_MAX))
        .merge(large())
        .fallback(pages::not_found)
        .layer(from_fn(guard))
        .with_state(app)
}

/// What takes more than a form: a long text to be checked, files to be sealed. Each has a limit of its own.
fn large() -> Router<App> {
    let words = Router::new()
        .route("/words", get(wording::page).post(wording::check))
        .route("/api/words", post(wording::api))
        .layer(RequestBodyLimitLayer::new(wording::BODY_BYTES_MAX));
    let sending = Router::new()
        .route("/sending", get(sending::page).post(sending::seal))
        .layer(RequestBodyLimitLayer::new(sending::BODY_BYTES_MAX));
    let pictures = Router::new()
        .route("/pictures/import", get(pictures::intake::page).post(pictures::intake::read))
        .layer(RequestBodyLimitLayer::new(pictures::intake::BODY_BYTES_MAX));
    let pieces = Router::new()
        .route("/uploads/{id}", head(uploads::length).patch(uploads::piece))
        .layer(RequestBodyLimitLayer::new(uploads::PIECE_BYTES_MAX));
    words.merge(sending).merge(pictures).merge(pieces).layer(DefaultBodyLimit::disable())
}
