//! Passwords and PINs are set here alone.

use crate::app::App;
use crate::auth::SignedIn;
use crate::commands::{back_with, fields};
use crate::error::Problem;
use crate::error::reasons::{Missing, Unfit};
use crate::secret;
use axum::extract::{Path, State};
use axum::response::Response;
use belisha_invariant::broken;
use belisha_setting::people::{self, Secret};
use belisha_setting::{Author, PersonId};

/// Sets a password or a PIN: weak ones are refused, and so is one that somebody else has.
pub(crate) async fn set_secret(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(person): Path<String>,
    body: String,
) -> Result<Response, Problem> {
    let fields = fields(&body)?;
    let one = |name: &str| {
        fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim()).to_owned()
    };
    let (given, back) = (one("secret"), format!("/people/{person}"));
    let kind = if one("kind") == "password" { Secret::Password } else { Secret::Pin };
    let person = PersonId::from(person);
    let refuse = |reason: Unfit| Problem::Unfit { reason, back: back.clone() };
    let (name, others) = {
        let now = app.setting.now();
        let known = now.state.people.active(&person).map_err(|_| Problem::NotFound(Missing::Person))?;
        let others: Vec<String> = now
            .state
            .people
            .here()
            .filter(|(id, _)| **id != person)
            .filter_map(
                |(_, other)| if kind == Secret::Pin { other.pin.as_ref() } else { other.password.as_ref() },
            )
            .map(|hash| hash.words().to_owned())
            .collect();
        (known.name.words().to_owned(), others)
    };
    match kind {
        Secret::Pin => secret::check_pin(&given),
        Secret::Password | Secret::SecondFactor => secret::check_password(&given, &name),
    }
    .map_err(|weak| refuse(Unfit::Secret(weak)))?;
    let work = move || {
        let is_shared = others.iter().any(|hash| secret::matches(&given, hash));
        if is_shared { Ok(None) } else { secret::hash(&given).map(Some) }
    };
    let hashed = tokio::task::spawn_blocking(work).await.map_err(|error| error.to_string()).flatten();
    let hash = hashed.map_err(|error| broken!("a secret cannot be hashed: {error}"))?;
    let hash = hash.ok_or_else(|| refuse(Unfit::SharedSecret))?;
    let command = people::Prepared::SetSecret { person: person.clone(), secret: kind, hash }.into();
    let author = Author::Person(signed_in.person.clone());
    app.setting.submit(author, command).await.map_err(|error| Problem::with_way_back(error, &back))?;
    if signed_in.person != person {
        app.sessions.close_all(&person);
    }
    let what = if kind == Secret::Pin { "PIN" } else { "password" };
    Ok(back_with(&back, &format!("{name} has a new {what}."), &app))
}
