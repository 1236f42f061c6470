//! First run: choose a starting policy, name the setting, make the first manager, print the recovery key.

use crate::app::App;
use crate::auth::{SESSION, set_cookie};
use crate::commands::fields;
use crate::error::{Problem, rendered};
use crate::frame::Frame;
use crate::secret;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use belisha_policy::{Catalogue, builtin_pack, builtin_packs};
use belisha_setting::{Author, Command, PersonId, adoption, people, places, profile};
use jiff::civil::Time;

#[derive(Template)]
#[template(path = "first_run.html")]
struct Page {
    frame: Frame,
    packs: Vec<PackChoice>,
    wrong: Option<String>,
    entered: Entered,
}

struct PackChoice {
    id: String,
    title: String,
    summary: String,
    clauses: usize,
}

#[derive(Default)]
struct Entered {
    policy: String,
    setting: String,
    number: String,
    from: String,
    to: String,
    name: String,
}

#[derive(Template)]
#[template(path = "recovery.html")]
struct Recovery {
    frame: Frame,
    key: Option<String>,
}

fn first_page(wrong: Option<String>, entered: Entered) -> Page {
    let catalogue = Catalogue::builtin();
    let packs = builtin_packs()
        .iter()
        .filter_map(|(id, _)| builtin_pack(id, &catalogue).ok())
        .map(|pack| PackChoice {
            clauses: pack.clauses.len(),
            id: pack.id,
            title: pack.title,
            summary: pack.summary,
        })
        .collect();
    Page { frame: Frame::plain("Begin"), packs, wrong, entered }
}

fn begun(app: &App) -> bool {
    let now = app.setting.now();
    now.state.profile.founded.is_some() && now.state.people.here().next().is_some()
}

pub(crate) async fn page(State(app): State<App>) -> Response {
    if begun(&app) {
        return Redirect::to("/").into_response();
    }
    let entered = Entered { from: "08:30".into(), to: "15:30".into(), ..Entered::default() };
    rendered(&first_page(None, entered))
}

pub(crate) async fn begin(State(app): State<App>, body: String) -> Result<Response, Problem> {
    if begun(&app) {
        return Err(Problem::Forbidden("This setting has begun already: please sign in.".into()));
    }
    let fields = fields(&body)?;
    let one = |name: &str| {
        fields.iter().find(|(there, _)| there == name).map_or("", |(_, value)| value.trim()).to_owned()
    };
    let entered = Entered {
        policy: one("policy"),
        setting: one("setting"),
        number: one("number"),
        from: one("from"),
        to: one("to"),
        name: one("name"),
    };
    let again = |wrong: String, entered: Entered| {
        Ok((StatusCode::UNPROCESSABLE_ENTITY, rendered(&first_page(Some(wrong), entered))).into_response())
    };
    let person = PersonId::from(belisha_ledger::random::id());
    let commands = match commands(&entered, &one("password"), &one("again"), &person).await {
        Ok(commands) => commands,
        Err(wrong) => return again(wrong, entered),
    };
    if let Err(error) = app.setting.submit_all(Author::Program, commands).await {
        return match Problem::of(error, &app, "/start") {
            Problem::Refused { refusal, .. } => again(refusal.to_string(), entered),
            other => Err(other),
        };
    }
    let token = app.sessions.open(person, false, app.setting.time());
    let key = app.recovery.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
    let page = rendered(&Recovery { frame: Frame::plain("Keep this key"), key });
    Ok(([(SET_COOKIE, set_cookie(SESSION, &token, None, app.secure))], page).into_response())
}

async fn commands(
    entered: &Entered,
    password: &str,
    again: &str,
    person: &PersonId,
) -> Result<Vec<Command>, String> {
    let catalogue = Catalogue::builtin();
    let pack =
        builtin_pack(&entered.policy, &catalogue).map_err(|_| "Choose a policy to start from.".to_owned())?;
    let text =
        builtin_packs().iter().find(|(id, _)| *id == entered.policy).map(|(_, text)| (*text).to_owned());
    let time = |text: &str| text.parse::<Time>().map_err(|_| format!("`{text}` is no time such as 08:30."));
    let (from, to) = (time(&entered.from)?, time(&entered.to)?);
    if password != again {
        return Err("The two passwords are not the same.".into());
    }
    secret::check_password(password, &entered.name)?;
    let secret = password.to_owned();
    let hash = tokio::task::spawn_blocking(move || secret::hash(&secret))
        .await
        .map_err(|error| error.to_string())??;
    let (name, number) = (entered.setting.clone(), entered.number.clone());
    let mut commands = vec![
        Command::Setting(profile::Command::Found { name, number }),
        Command::Policy(adoption::Command::Adopt { text: text.unwrap_or_default() }),
    ];
    for weekday in 1..=5 {
        commands.push(Command::Setting(profile::Command::SetHours {
            weekday,
            from: Some(from),
            to: Some(to),
        }));
    }
    for place in pack.places {
        commands.push(Command::Places(places::Command::Set {
            place: place.name.replace(' ', "-").into(),
            name: place.name,
            kind: place.kind,
            children: place.children,
            sighted: place.sighted,
            store: place.store,
        }));
    }
    commands.push(Command::People(people::Command::Add {
        person: person.clone(),
        name: entered.name.clone(),
        roles: vec!["manager".into()],
        counted: true,
        level: None,
    }));
    let secret = people::Secret::Password;
    commands.push(Command::People(people::Command::SetSecret { person: person.clone(), secret, hash }));
    Ok(commands)
}
