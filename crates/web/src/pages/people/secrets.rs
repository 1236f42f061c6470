//! Passwords and PINs are set here alone.

use crate::app::App;
use crate::auth::SignedIn;
use crate::commands::{back_with, fields};
use crate::error::Problem;
use crate::secret;
use axum::extract::{Path, State};
use axum::response::Response;
use belisha_setting::people::{self, Secret};
use belisha_setting::{Author, Command, PersonId, Refusal};

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
    let refuse = |says: String| Problem::Refused {
        refusal: Box::new(Refusal::Unreadable(says)),
        clauses: Vec::new(),
        back: back.clone(),
        frame: None,
    };
    let (name, others) = {
        let now = app.setting.now();
        let known = now.state.people.active(&person).map_err(|refusal| refuse(refusal.to_string()))?;
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
    .map_err(&refuse)?;
    let work = move || {
        let shared = others.iter().any(|hash| secret::matches(&given, hash));
        if shared {
            Err("Somebody here has that already: everyone has a secret of their own.".to_owned())
        } else {
            secret::hash(&given)
        }
    };
    let hash = tokio::task::spawn_blocking(work).await.map_err(|error| Problem::Failed(error.to_string()))?;
    let hash = hash.map_err(&refuse)?;
    let command = Command::People(people::Command::SetSecret { person: person.clone(), secret: kind, hash });
    let author = Author::Person(signed_in.person.clone());
    app.setting.submit(author, command).await.map_err(|error| Problem::of(error, &app, &back))?;
    if signed_in.person != person {
        app.sessions.close_all(&person);
    }
    let what = if kind == Secret::Pin { "PIN" } else { "password" };
    Ok(back_with(&back, &format!("{name} has a new {what}."), &app))
}
