//! Whoever signed in with a secret that another set chooses their own, before anything else.

use crate::app::App;
use crate::asker::Asker;
use crate::commands::fields;
use crate::error::reasons::Unfit;
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::pages::sign_in::matched;
use crate::secret;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use belisha_invariant::broken;
use belisha_setting::Author;
use belisha_setting::people::{self, Secret};

const HERE: &str = "/own-secret";

#[derive(Template)]
#[template(path = "own_secret.html")]
struct Page {
    layout: Layout,
    name: String,
    is_pin: bool,
}

/// Where everybody goes who has nothing to do here.
fn away(asker: &Asker) -> Response {
    Redirect::to(if asker.person.is_some() { "/" } else { "/sign-in" }).into_response()
}

pub(crate) async fn page(State(app): State<App>, asker: Asker) -> Response {
    let Some((person, secret)) = asker.choosing.clone() else { return away(&asker) };
    let name = app.setting.now().state.people.name(&person);
    let layout = Layout { live: false, ..Layout::new(&app, &asker, "Choose your own", HERE) };
    rendered(&Page { layout, name, is_pin: secret == Secret::Pin })
}

pub(crate) async fn choose(State(app): State<App>, asker: Asker, body: String) -> Result<Response, Problem> {
    let Some((person, kind)) = asker.choosing.clone() else { return Ok(away(&asker)) };
    let fields = fields(&body)?;
    let one = |name: &str| {
        fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim()).to_owned()
    };
    let given = one("secret");
    let refuse = |reason: Unfit| Problem::Unfit { reason, back: HERE.into() };
    if given != one("again") {
        return Err(refuse(Unfit::SecretsDiffer));
    }
    let (name, hash) = {
        let now = app.setting.now();
        let known = now.state.people.active(&person).map_err(|_| Problem::SignIn)?;
        let hash = if kind == Secret::Pin { &known.pin } else { &known.password };
        (known.name.words().to_owned(), hash.as_ref().map(|hash| hash.words().to_owned()))
    };
    match kind {
        Secret::Pin => secret::check_pin(&given),
        Secret::Password | Secret::SecondFactor => secret::check_password(&given, &name),
    }
    .map_err(|weak| refuse(Unfit::Secret(weak)))?;
    if matched(given.clone(), hash).await {
        return Err(refuse(Unfit::SameSecret));
    }
    let hash = secret::hashed(given).await.map_err(|error| broken!("a secret cannot be hashed: {error}"))?;
    let command = people::Prepared::SetSecret { person: person.clone(), secret: kind, hash };
    let author = Author::Person(person.clone());
    app.setting.submit(author, command.into()).await.map_err(|error| Problem::with_way_back(error, HERE))?;
    app.sessions.close_all(&person, asker.token.as_deref());
    Ok(Redirect::to("/").into_response())
}
