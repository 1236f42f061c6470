//! The second proof of who is asking: six figures from an app (TOTP, RFC 6238), needed for history.

use crate::app::App;
use crate::attempts::Try;
use crate::auth::SignedIn;
use crate::commands::{back_with, fields};
use crate::error::reasons::Denied;
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::second_factor::SecondFactor;
use crate::second_proof::serve_now;
use crate::secret;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use belisha_setting::people::{self, Secret};
use belisha_setting::{Author, time_of};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "second_proof.html")]
struct Page {
    layout: Layout,
    back: String,
    wrong: Option<String>,
    /// What time it is here.
    time: String,
    /// The seed and its picture, where none is set yet.
    new: Option<(String, String)>,
}

#[derive(Deserialize)]
pub(crate) struct Back {
    #[serde(default)]
    back: String,
}

/// A path of our own, or the concerns.
fn ours(back: &str) -> String {
    let fine = back.starts_with('/') && !back.starts_with("//") && !back.contains('\\');
    if fine { back.to_owned() } else { "/concerns".to_owned() }
}

fn seed_of(app: &App, signed_in: &SignedIn) -> Option<String> {
    let now = app.setting.now();
    let known = now.state.people.all.get(&signed_in.person)?;
    known.second_factor.as_ref().map(|seed| seed.words().to_owned())
}

fn view(app: &App, signed_in: &SignedIn, back: &str, wrong: Option<String>, seed: Option<String>) -> Page {
    let layout = Layout::new(app, &signed_in.asker, "A second proof", "/concerns");
    let new = match (seed_of(app, signed_in), seed) {
        (Some(_), _) => None,
        (None, seed) => {
            let factor =
                seed.and_then(|seed| SecondFactor::from_seed(&seed)).unwrap_or_else(SecondFactor::new);
            let name = layout.person.clone().unwrap_or_default();
            Some((factor.seed(), factor.picture(&layout.setting, &name)))
        }
    };
    let time = time_of(app.setting.time()).strftime("%H:%M").to_string();
    Page { back: ours(back), wrong, time, new, layout: Layout { live: false, ..layout } }
}

pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(Back { back }): Query<Back>,
) -> Response {
    rendered(&view(&app, &signed_in, &back, None, None))
}

/// Six figures, where a seed is set.
pub(crate) async fn prove(
    State(app): State<App>,
    signed_in: SignedIn,
    body: String,
) -> Result<Response, Problem> {
    let (figures, back, _) = entered(&body)?;
    let seed = seed_of(&app, &signed_in).and_then(|seed| SecondFactor::from_seed(&seed));
    if let Some(refused) = wrong(&app, &signed_in, seed, &figures, &back, None) {
        return Ok(refused);
    }
    Ok(proved(&app, &signed_in, &back))
}

/// A new seed is kept once its first six figures are right.
pub(crate) async fn set(
    State(app): State<App>,
    signed_in: SignedIn,
    body: String,
) -> Result<Response, Problem> {
    let (figures, back, seed) = entered(&body)?;
    if seed_of(&app, &signed_in).is_some() {
        return Err(Problem::Forbidden(Denied::SecondProofSet));
    }
    // Whoever holds an unlocked session must not be able to make the second proof their own.
    let secrets: Vec<String> = {
        let now = app.setting.now();
        let known = now.state.people.all.get(&signed_in.person);
        known
            .into_iter()
            .flat_map(|known| [&known.password, &known.pin])
            .flatten()
            .map(|hash| hash.words().to_owned())
            .collect()
    };
    let known = secret::matches_any(secret_of(&body)?, secrets).await;
    let factor = SecondFactor::from_seed(&seed).filter(|_| known);
    if let Some(refused) = wrong(&app, &signed_in, factor, &figures, &back, Some(seed.clone())) {
        return Ok(refused);
    }
    let person = signed_in.person.clone();
    let command =
        people::Prepared::SetSecret { person: person.clone(), secret: Secret::SecondFactor, hash: seed };
    app.setting
        .submit(Author::Person(person), command.into())
        .await
        .map_err(|error| Problem::with_way_back(error, &back))?;
    Ok(proved(&app, &signed_in, &back))
}

fn secret_of(body: &str) -> Result<String, Problem> {
    let fields = fields(body)?;
    let secret = fields.into_iter().find(|(name, _)| name == "secret");
    Ok(secret.map_or(String::new(), |(_, value)| value.trim().to_owned()))
}

fn entered(body: &str) -> Result<(String, String, String), Problem> {
    let fields = fields(body)?;
    let one = |name: &str| {
        fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim()).to_owned()
    };
    let figures = one("figures").chars().filter(|c| !c.is_whitespace()).collect();
    Ok((figures, ours(&one("back")), one("seed")))
}

/// The page again where the figures are wrong, with the same waiting as for passwords.
fn wrong(
    app: &App,
    signed_in: &SignedIn,
    factor: Option<SecondFactor>,
    figures: &str,
    back: &str,
    seed: Option<String>,
) -> Option<Response> {
    let tries = [Try::of_person(signed_in.person.as_str(), "second proof")];
    let again = |status: StatusCode, words: String| {
        (status, rendered(&view(app, signed_in, back, Some(words), seed.clone()))).into_response()
    };
    if let Err(seconds) = app.attempts.begin(&tries, app.setting.ticks()) {
        let words = format!("Too many wrong tries: please wait {seconds} seconds.");
        return Some(again(StatusCode::TOO_MANY_REQUESTS, words));
    }
    if !factor.is_some_and(|factor| serve_now(app, &signed_in.person, &factor, figures)) {
        return Some(again(
            StatusCode::UNAUTHORIZED,
            format!(
                "That is not right now: look at the figures, and at your password. The clock here says {}; if your telephone’s says another time, set one of them right.",
                time_of(app.setting.time()).strftime("%H:%M:%S")
            ),
        ));
    }
    app.attempts.right(&tries);
    None
}

fn proved(app: &App, signed_in: &SignedIn, back: &str) -> Response {
    if let Some(token) = &signed_in.asker.token {
        app.sessions.prove(token, app.setting.ticks());
    }
    back_with(back, "Proved: history is open to you for a quarter of an hour.", app)
}
