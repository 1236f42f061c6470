//! Passwords and PINs are set here alone.

use crate::app::App;
use crate::attempts::Try;
use crate::auth::{Leader, SignedIn};
use crate::commands::{back_with, end_sessions, fields};
use crate::error::Problem;
use crate::error::reasons::{Denied, Missing, Unfit};
use crate::pages::{said, sign_in};
use crate::secret;
use axum::extract::{Path, State};
use axum::response::Response;
use belisha_invariant::broken;
use belisha_service::Error;
use belisha_setting::people::{self, Secret};
use belisha_setting::{Author, Command, Context, PersonId, roles};

/// A hash that no secret has: with it is asked whether somebody may set one at all.
const NO_HASH: &str = "$argon2id$";

/// Sets a password or a PIN. Whether somebody may is asked first of all, so that nobody learns anything by asking; whoever
/// changes their own says it as it is now; weak ones are refused. What others have is not looked at.
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
    let author = Author::Person(signed_in.person.clone());
    let command = |hash: String| -> Command {
        people::Prepared::SetSecret { person: person.clone(), secret: kind, hash }.into()
    };
    app.setting
        .check(&author, &command(NO_HASH.into()))
        .map_err(|refusal| Problem::with_way_back(Error::Refused(refusal), &back))?;
    let (name, has_one) = {
        let now = app.setting.now();
        let known = now.state.people.active(&person).map_err(|_| Problem::NotFound(Missing::Person))?;
        (known.name.words().to_owned(), known.signs_in())
    };
    if signed_in.person == person && has_one {
        let tries = [Try::of_person(person.as_str(), "own secret")];
        let waits = |seconds| Problem::TooManyTries { seconds, back: back.clone() };
        app.attempts.begin(&tries, app.setting.ticks()).map_err(waits)?;
        if !sign_in::is_theirs(&app, &person, one("current"), true).await {
            return Err(refuse(Unfit::CurrentSecret));
        }
        app.attempts.right(&tries);
    }
    match kind {
        Secret::Pin => secret::check_pin(&given),
        Secret::Password | Secret::SecondFactor => secret::check_password(&given, &name),
    }
    .map_err(|weak| refuse(Unfit::Secret(weak)))?;
    let hash = secret::hashed(given).await.map_err(|error| broken!("a secret cannot be hashed: {error}"))?;
    let lines = app
        .setting
        .submit(author, command(hash))
        .await
        .map_err(|error| Problem::with_way_back(error, &back))?;
    if signed_in.person == person {
        // Whoever changed their own stays signed in here, and nowhere else.
        app.sessions.close_all(&person, signed_in.asker.token.as_deref());
    }
    end_sessions(&lines, &app);
    Ok(back_with(&back, &said(&app, &lines), &app))
}

/// Carries out what waits for a second person where there is none, for whoever holds the recovery key.
pub(crate) async fn by_recovery_key(
    State(app): State<App>,
    Leader(signed_in): Leader,
    Path(person): Path<String>,
    body: String,
) -> Result<Response, Problem> {
    let fields = fields(&body)?;
    let key = fields.into_iter().find(|(name, _)| name == "key").map_or(String::new(), |(_, value)| value);
    let back = "/people";
    let tries = [Try::of_person(signed_in.person.as_str(), "recovery key")];
    let waits = |seconds| Problem::TooManyTries { seconds, back: back.into() };
    app.attempts.begin(&tries, app.setting.ticks()).map_err(waits)?;
    if !(app.is_recovery_key)(&key) {
        return Err(Problem::Unfit { reason: Unfit::RecoveryKey, back: back.into() });
    }
    app.attempts.right(&tries);
    let command = people::Prepared::ByRecoveryKey { person: PersonId::from(person) }.into();
    let author = Author::Person(signed_in.person);
    let lines =
        app.setting.submit(author, command).await.map_err(|error| Problem::with_way_back(error, back))?;
    end_sessions(&lines, &app);
    Ok(back_with(back, &said(&app, &lines), &app))
}

/// Ends every session of somebody: their own but this one, or, by whoever leads, all of another's.
pub(crate) async fn sign_out_everywhere(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(person): Path<String>,
) -> Result<Response, Problem> {
    let back = format!("/people/{person}");
    let person = PersonId::from(person);
    if signed_in.person == person {
        app.sessions.close_all(&person, signed_in.asker.token.as_deref());
    } else {
        leads(&app, &signed_in)?;
        app.sessions.close_all(&person, None);
    }
    Ok(back_with(&back, "Signed out everywhere else.", &app))
}

fn leads(app: &App, signed_in: &SignedIn) -> Result<(), Problem> {
    let now = app.setting.now();
    let author = Author::Person(signed_in.person.clone());
    let context =
        Context { state: &now.state, policy: &now.policy, now: app.setting.time(), author: &author };
    match now.state.people.active(&signed_in.person) {
        Ok(person) if roles::leads(person, &context) => Ok(()),
        _ => Err(Problem::Forbidden(Denied::Leaders)),
    }
}
