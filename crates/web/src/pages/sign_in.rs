//! Signing in: a name and a password from anywhere for those who lead; a PIN on an enrolled tablet for everyone.

use crate::app::App;
use crate::asker::Asker;
use crate::attempts::{Try, Wait};
use crate::commands::fields;
use crate::cookies::{SESSION, set_own_cookie};
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::second_proof::{self, Given};
use crate::secret;
use crate::sessions::Opened;
use crate::view::choices::{self, Choice};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use belisha_setting::people::{FIRST_SECRET_DAYS, Secret};
use belisha_setting::{Author, Context, PersonId, date_of, name_key, roles, same_name, sign_ins};

/// A longer name is nobody's, in characters.
const NAME_MAX: usize = 120;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct Page {
    layout: Layout,
    /// On an enrolled tablet: who may tap their name. Elsewhere, and at the door, nobody's name is shown.
    people: Option<Vec<Choice>>,
    /// On the tablet at the door: a name is typed, and a PIN.
    door: bool,
    wrong: Option<String>,
    name: String,
}

fn form(app: &App, asker: &Asker, wrong: Option<String>, name: String) -> Page {
    let now = app.setting.now();
    let door = asker.at_the_door();
    let people = (asker.tablet.is_some() && !door).then(|| {
        let with_pin = choices::people(&now.state).into_iter();
        with_pin
            .filter(|(id, _)| now.state.people.all.get(id.as_str()).is_some_and(|known| known.pin.is_some()))
            .collect()
    });
    drop(now);
    Page {
        layout: Layout { live: false, ..Layout::new(app, asker, "Sign in", "/sign-in") },
        people,
        door,
        wrong,
        name,
    }
}

pub(crate) async fn page(State(app): State<App>, asker: Asker) -> Response {
    if app.setting.now().state.people.here().next().is_none() {
        return Problem::FirstRun.into_response();
    }
    if asker.choosing.is_some() {
        return Problem::ChooseSecret.into_response();
    }
    rendered(&form(&app, &asker, None, String::new()))
}

pub(crate) async fn sign_in(State(app): State<App>, asker: Asker, body: String) -> Result<Response, Problem> {
    let fields = fields(&body)?;
    let one = |name: &str| {
        fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim()).to_owned()
    };
    let (name, given): (String, _) = (one("name").chars().take(NAME_MAX).collect(), one("secret"));
    let now = app.setting.ticks();
    let tapped = !one("person").is_empty();
    let by_pin = asker.tablet.is_some() && (tapped || one("with") == "pin");
    let (person, hash) = {
        let held = app.setting.now();
        let wanted = one("person");
        let found = if by_pin && tapped {
            held.state.people.all.get_key_value(wanted.as_str())
        } else {
            held.state.people.here().find(|(_, known)| same_name(known.name.words(), &name))
        };
        let found = found.filter(|(_, known)| known.left.is_none());
        let secret =
            found.and_then(|(_, known)| if by_pin { known.pin.as_ref() } else { known.password.as_ref() });
        (found.map(|(id, _)| id.clone()), secret.map(|hash| hash.words().to_owned()))
    };
    let place = asker.place();
    let whose = person.as_ref().map_or(name_key(&name), ToString::to_string);
    let tries = [Try::of_person(&whose, &place), Try::from_place(&place)];
    let refuse = |status, words: String| {
        Ok((status, rendered(&form(&app, &asker, Some(words), name.clone()))).into_response())
    };
    let wait = match app.attempts.begin(&tries, now) {
        Ok(wait) => wait,
        Err(seconds) => {
            let words = format!("Too many wrong tries: please wait {seconds} seconds, or ask the manager.");
            return refuse(StatusCode::TOO_MANY_REQUESTS, words);
        }
    };
    let known = matched(given, hash).await;
    let figures = one("figures");
    let proof = person
        .as_ref()
        .filter(|_| known)
        .map_or(Given::NotAsked, |person| proof(&app, &asker, person, &figures));
    if !known || proof == Given::Wrong {
        if wait == Wait::Begins {
            let place = on_record(&asker, None);
            noted(&app, sign_ins::Prepared::TriedInVain { person, place }).await;
        }
        let what = match (by_pin, tapped) {
            (true, true) => "PIN",
            (true, false) => "name or PIN",
            (false, _) if asker.tablet.is_some() => "name or password",
            (false, _) => "name, password or proof",
        };
        return refuse(StatusCode::UNAUTHORIZED, format!("That {what} is not right."));
    }
    app.attempts.right(&tries);
    let person: PersonId = person.ok_or(Problem::SignIn)?;
    let by = if by_pin { Secret::Pin } else { Secret::Password };
    if has_lapsed(&app, &person, by) {
        let words = format!(
            "This was a first {} for {FIRST_SECRET_DAYS} days and they are over: ask the manager for a new one.",
            if by_pin { "PIN" } else { "password" }
        );
        return refuse(StatusCode::UNAUTHORIZED, words);
    }
    let tablet = asker.tablet.as_ref().map(|(device, _)| device.clone());
    // The form asks; a program that says nothing of it is taken by who signs in.
    let own_device = one("device") == "own" || !may_declare(&app, &person);
    if tablet.is_none() {
        let place = on_record(&asker, Some(own_device));
        noted(&app, sign_ins::Prepared::SignedIn { person: person.clone(), place }).await;
    }
    let door = asker.at_the_door();
    let opened = Opened { person, tablet, door, own_device, by, at: app.setting.time() };
    let token = app.sessions.open(opened, asker.token.as_deref(), now);
    if proof == Given::Right {
        app.sessions.prove(&token, now);
    }
    let cookie = set_own_cookie(SESSION, &token, None, app.secure);
    Ok(([(SET_COOKIE, cookie)], Redirect::to("/")).into_response())
}

/// Where a password opens from anywhere, whoever set up a second proof gives it as well (ASVS 4.3.1).
fn proof(app: &App, asker: &Asker, person: &PersonId, figures: &str) -> Given {
    if asker.tablet.is_some() {
        return Given::NotAsked;
    }
    let figures: String = figures.chars().filter(|c| !c.is_whitespace()).collect();
    second_proof::given_at_sign_in(app, person, &figures)
}

/// Whether it is a secret that another set, and its days are over.
fn has_lapsed(app: &App, person: &PersonId, secret: Secret) -> bool {
    let today = date_of(app.setting.time());
    app.setting.now().state.people.active(person).is_ok_and(|known| known.has_lapsed(secret, today))
}

/// Where a request comes from, as it goes on record; `own` is what is known of a browser that is not enrolled.
fn on_record(asker: &Asker, own: Option<bool>) -> sign_ins::Place {
    match (&asker.tablet, own) {
        (Some((device, _)), _) => sign_ins::Place::Tablet(device.clone()),
        (None, Some(true)) => sign_ins::Place::Own,
        (None, Some(false)) => sign_ins::Place::Setting,
        (None, None) => sign_ins::Place::Elsewhere,
    }
}

/// Puts something about signing in on record. Where that cannot be written, nobody is kept out for it.
pub(crate) async fn noted(app: &App, what: sign_ins::Prepared) {
    if let Err(error) = app.setting.submit(Author::Program, what.into()).await {
        tracing::warn!(%error, "what happened at sign-in could not be put on record");
    }
}

/// Whether somebody may say of a browser that is not enrolled that it is the setting's: whoever leads or safeguards, and
/// could enrol it. Anybody else's is their own until it is enrolled.
fn may_declare(app: &App, person: &PersonId) -> bool {
    let now = app.setting.now();
    let author = Author::Person(person.clone());
    let context =
        Context { state: &now.state, policy: &now.policy, now: app.setting.time(), author: &author };
    now.state.people.active(person).is_ok_and(|known| roles::safeguards(known, &context))
}

/// Whether a secret is this person's: their password, or on an enrolled tablet their PIN.
pub(crate) async fn is_theirs(app: &App, person: &PersonId, given: String, tablet: bool) -> bool {
    let (pin, password) = {
        let now = app.setting.now();
        let known = now.state.people.active(person).ok();
        // One that another set is known to another: it proves nothing.
        let words = |secret: Secret| {
            let known = known.filter(|known| !known.first_secrets.contains(&secret))?;
            let hash = if secret == Secret::Pin { &known.pin } else { &known.password };
            hash.as_ref().map(|hash| hash.words().to_owned())
        };
        (words(Secret::Pin), words(Secret::Password))
    };
    let by_pin = tablet && matched(given.clone(), pin).await;
    by_pin || matched(given, password).await
}

/// Compares in the time a comparison takes, whether or not there is such a person.
pub(crate) async fn matched(given: String, hash: Option<String>) -> bool {
    let known = hash.is_some();
    let nobody =
        "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g";
    let hash = hash.unwrap_or_else(|| nobody.to_owned());
    secret::matches_any(given, vec![hash]).await && known
}

pub(crate) async fn sign_out(State(app): State<App>, asker: Asker) -> Response {
    if let Some(token) = &asker.token {
        app.sessions.close(token);
    }
    let gone = set_own_cookie(SESSION, "", Some(0), app.secure);
    ([(SET_COOKIE, gone)], Redirect::to("/sign-in")).into_response()
}
