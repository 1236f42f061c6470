//! Which address leads where, and whom it answers. The router is built from this list, and tests walk it.

use crate::access::Access::{Door, Leader, Public, SignedIn, Tablet};
use crate::pages::{
    ask, assessments, bodies, channels, clock, codes, concerns, data_requests, devices, due, families,
    first_run, friendships, help, history, imports, internet, journeys, library, live, log, occasions,
    outings, own_secret, people, permissions, pictures, policy, posts, report, second_proof, sending,
    settings, sign_in, signing, today, tools, training, visitors, wording,
};
use crate::route::{Route, get, head, post};
use crate::{assets, commands, health, uploads};

const STATIC: &str = "style, script and icon are the same for everybody";
const FAMILY: &str = "the link is the key that the family was given";
const HEALTH: &str =
    "whatever watches over the computer has no name and password; it learns whether, and no more";
const BEGIN: &str = "nobody can sign in before the setting has begun; afterwards it only leads away";
const SIGN_IN: &str = "whoever comes here is not signed in yet";
const FIRST_SECRET: &str =
    "whoever comes here signed in with a secret that another set, and may do nothing else yet";
const SIGN_OUT: &str = "the session may have ended already";

/// One file of some hundred megabytes over a slow connection, or the work on it, in seconds.
const A_LARGE_FILE: u64 = 10 * 60;
/// Hundreds of pictures at once, in seconds.
const A_WHOLE_CARD: u64 = 60 * 60;

/// Every route of a setting's web side.
pub fn routes() -> Vec<Route> {
    [public(), day(), registers(), concerns(), policy(), pictures(), channels(), internet()]
        .into_iter()
        .flatten()
        .collect()
}

fn public() -> Vec<Route> {
    vec![
        Route::new("/start", Public(BEGIN), get(first_run::page).post(first_run::begin)),
        Route::new("/sign-in", Public(SIGN_IN), get(sign_in::page).post(sign_in::sign_in)),
        Route::new("/own-secret", Public(FIRST_SECRET), get(own_secret::page).post(own_secret::choose)),
        Route::new("/sign-out", Public(SIGN_OUT), post(sign_in::sign_out)),
        Route::new(
            "/parents/{token}",
            Public(FAMILY),
            get(permissions::link::page).post(permissions::link::answer),
        ),
        Route::new("/health", Public(HEALTH), get(health::answer)),
        Route::new("/assets/style.css", Public(STATIC), get(assets::style)),
        Route::new("/assets/live.js", Public(STATIC), get(assets::script)),
        Route::new("/assets/pictures.js", Public(STATIC), get(assets::pictures)),
        Route::new("/assets/icon.svg", Public(STATIC), get(assets::icon)),
    ]
}

fn day() -> Vec<Route> {
    vec![
        Route::new("/", Door, get(today::page)),
        Route::new("/api/today", SignedIn, get(today::api)),
        Route::new("/live", Door, get(live::changes)),
        Route::new("/commands", Door, post(commands::from_form)),
        Route::new("/api/commands", Door, post(commands::from_api)),
        Route::new("/ask", SignedIn, get(ask::page).post(ask::typed)),
        Route::new("/api/may", SignedIn, get(ask::api).post(ask::api_question)),
        Route::new("/due", SignedIn, get(due::page)),
        Route::new("/api/due", SignedIn, get(due::api)),
        Route::new("/visitors", Door, get(visitors::page)),
        Route::new("/visitors/out", Door, post(visitors::out)),
        Route::new("/outings", SignedIn, get(outings::page)),
        Route::new("/clock", SignedIn, get(clock::page).post(clock::state)),
        Route::new("/help", SignedIn, get(help::page)),
    ]
}

fn registers() -> Vec<Route> {
    vec![
        Route::new("/devices", SignedIn, get(devices::page)),
        Route::new("/devices/{device}", SignedIn, get(devices::one::page)),
        Route::new("/devices/{device}/enrolment", Leader, post(devices::enrolment::enrol)),
        Route::new("/people", SignedIn, get(people::page)),
        Route::new("/people/{person}", SignedIn, get(people::one::page)),
        Route::new("/people/{person}/secret", SignedIn, post(people::secrets::set_secret)),
        Route::new("/people/{person}/recovery", Leader, post(people::secrets::by_recovery_key)),
        Route::new("/people/{person}/sessions", SignedIn, post(people::secrets::sign_out_everywhere)),
        Route::new("/children/{child}", SignedIn, get(history::child)),
        Route::new("/friendships", SignedIn, get(friendships::page)),
        Route::new("/tools", SignedIn, get(tools::page)),
        Route::new("/data-requests", SignedIn, get(data_requests::page)),
        Route::new("/training", SignedIn, get(training::page)),
        Route::new("/settings", Leader, get(settings::page)),
        Route::new("/imports/{list}", Leader, get(imports::page).post(imports::read)),
        Route::new("/log", SignedIn, get(log::page)),
    ]
}

fn concerns() -> Vec<Route> {
    vec![
        Route::new("/concerns", SignedIn, get(concerns::page)),
        Route::new("/concerns/new", Door, get(concerns::raise::page)),
        Route::new("/concerns/closed", SignedIn, get(history::closed)),
        Route::new("/concerns/{concern}", SignedIn, get(concerns::one::page)),
        Route::new("/second-proof", SignedIn, get(second_proof::page).post(second_proof::prove)),
        Route::new("/second-proof/set", SignedIn, post(second_proof::set)),
        Route::new("/bodies", SignedIn, get(bodies::page)),
        Route::new("/assessments", SignedIn, get(assessments::page)),
        Route::new("/assessments/new", SignedIn, get(assessments::form::page)),
        Route::new("/assessments/{assessment}", SignedIn, get(assessments::one::page)),
    ]
}

fn policy() -> Vec<Route> {
    vec![
        Route::new("/policy", SignedIn, get(policy::page)),
        Route::new("/policy/proofs", SignedIn, get(policy::proofs::page)),
        Route::new("/policy/versions/{number}", SignedIn, get(policy::version)),
        Route::new("/policy/clauses/{clause}", SignedIn, get(policy::clause)),
        Route::new("/policy/adoption", Leader, post(policy::adopt)),
        Route::new("/api/clauses", SignedIn, get(policy::api)),
        Route::new("/codes/{whom}", SignedIn, get(codes::page)),
        Route::new("/signing", Tablet, get(signing::page).post(signing::sign)),
        Route::new("/signing/{number}", SignedIn, get(signing::certificate)),
        Route::new("/families", SignedIn, get(families::page)),
        Route::new("/families/{notice}", SignedIn, get(families::print)),
        Route::new("/library", SignedIn, get(library::page)),
        Route::new("/report", SignedIn, get(report::page)),
    ]
}

fn pictures() -> Vec<Route> {
    use permissions::child;
    use pictures::{camera, cover, files, intake, month, one, sheet};
    vec![
        Route::new("/pictures", SignedIn, get(pictures::page)),
        Route::new("/pictures/month", SignedIn, get(month::page)),
        Route::new("/pictures/import", SignedIn, get(intake::page).post(intake::read))
            .with_body_bytes_max(intake::BODY_BYTES_MAX)
            .with_seconds_max(A_WHOLE_CARD),
        Route::new("/pictures/{picture}", SignedIn, get(one::page)),
        Route::new("/pictures/{picture}/files/{rendition}", SignedIn, get(files::file)),
        Route::new("/pictures/{picture}/uses/{use}", SignedIn, get(files::download)),
        Route::new("/pictures/{picture}/uses/{use}/print", SignedIn, get(sheet::page)),
        Route::new("/pictures/{picture}/cover", SignedIn, get(cover::page).post(cover::cover))
            .with_seconds_max(A_LARGE_FILE),
        Route::new("/camera", SignedIn, get(camera::page)),
        Route::new("/uploads", SignedIn, post(uploads::begin)),
        Route::new(
            "/uploads/{id}",
            SignedIn,
            head(uploads::length).patch(uploads::piece).delete(uploads::end),
        )
        .with_body_bytes_max(uploads::PIECE_BYTES_MAX)
        .with_seconds_max(A_LARGE_FILE),
        Route::new("/uploads/{id}/picture", SignedIn, post(intake::from_upload))
            .with_seconds_max(A_LARGE_FILE),
        Route::new("/permissions", SignedIn, get(permissions::page)),
        Route::new("/permissions/{child}", SignedIn, get(child::page).post(child::answer)),
        Route::new("/permissions/{child}/link", Leader, post(child::link)),
        Route::new("/permissions/{child}/form", SignedIn, get(child::paper)),
        Route::new("/journeys", SignedIn, get(journeys::page)),
        Route::new("/journeys/{child}", SignedIn, get(journeys::one::page)),
        Route::new("/journeys/{child}/export", Leader, post(journeys::export::export))
            .with_seconds_max(A_WHOLE_CARD),
        Route::new("/events", SignedIn, get(occasions::page)),
        Route::new("/events/{occasion}", SignedIn, get(occasions::one)),
    ]
}

fn channels() -> Vec<Route> {
    vec![
        Route::new("/words", SignedIn, get(wording::page).post(wording::check))
            .with_body_bytes_max(wording::BODY_BYTES_MAX)
            .with_seconds_max(A_LARGE_FILE),
        Route::new("/api/words", SignedIn, post(wording::api))
            .with_body_bytes_max(wording::BODY_BYTES_MAX)
            .with_seconds_max(A_LARGE_FILE),
        Route::new("/channels", SignedIn, get(channels::page)),
        Route::new("/channels/{channel}", SignedIn, get(channels::one::page)),
        Route::new("/posts", SignedIn, get(posts::page)),
        Route::new("/posts/{post}", SignedIn, get(posts::one::page)),
        Route::new("/sending", SignedIn, get(sending::page).post(sending::seal))
            .with_body_bytes_max(sending::BODY_BYTES_MAX)
            .with_seconds_max(A_LARGE_FILE),
        Route::new("/sending/{parcel}", SignedIn, get(sending::download)),
    ]
}

fn internet() -> Vec<Route> {
    use internet::{children, network, sites};
    vec![
        Route::new("/internet", SignedIn, get(internet::page)),
        Route::new("/internet/sites", SignedIn, get(sites::page).post(sites::approve)),
        Route::new("/internet/children", SignedIn, get(children::page)),
        Route::new("/internet/network", SignedIn, get(network::page).post(network::place)),
        Route::new("/internet/network/test", SignedIn, post(network::test)),
    ]
}
