//! People and children: the registers, and each person's page.

use crate::app::App;
use crate::auth::SignedIn;
use crate::commands::{self, back_with, fields};
use crate::error::{Problem, rendered};
use crate::frame::Frame;
use crate::pages::{Choice, is_in, role_titles};
use crate::secret;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_setting::due::{self, Status};
use belisha_setting::duties::Subject;
use belisha_setting::people::{self, Secret};
use belisha_setting::{Author, Command, PersonId, Refusal};

#[derive(Template)]
#[template(path = "people.html")]
struct Page {
    frame: Frame,
    rows: Vec<Row>,
    children: Vec<(String, String, String, bool)>,
    roles: Vec<Choice>,
}

struct Row {
    id: String,
    name: String,
    roles: String,
    here: bool,
    signed: bool,
    pin: bool,
    counted: bool,
}

#[derive(Template)]
#[template(path = "person.html")]
struct One {
    frame: Frame,
    id: String,
    name: String,
    roles: Vec<(String, String, bool)>,
    counted: bool,
    level: String,
    me: bool,
    may_set: bool,
    pin: bool,
    password: bool,
    duties: Vec<(String, String, &'static str, Vec<String>)>,
    signed: Option<String>,
}

fn held_roles(
    catalogue: &belisha_policy::Catalogue,
) -> impl Iterator<Item = (&String, &belisha_policy::RoleInfo)> {
    catalogue.roles.iter().filter(|(id, _)| !["visitor", "parent", "child"].contains(&id.as_str()))
}

pub(crate) async fn page(State(app): State<App>, signed_in: SignedIn, headers: HeaderMap) -> Response {
    let frame = Frame::of(&app, &signed_in.asker, "People", "/people").with_done(commands::done(&headers));
    let now = app.setting.now();
    let (state, catalogue) = (&now.state, &now.policy.catalogue);
    let mut rows: Vec<Row> = state
        .people
        .here()
        .map(|(id, person)| Row {
            id: id.to_string(),
            name: person.name.words().to_owned(),
            roles: role_titles(&person.roles, catalogue),
            here: is_in(state, id),
            signed: state.adoption.signed_by(id),
            pin: person.pin.is_some(),
            counted: person.counted,
        })
        .collect();
    rows.sort_by_key(|row| row.name.to_lowercase());
    let mut children: Vec<_> = state
        .children
        .here()
        .map(|(id, child)| {
            let born = if frame.leads { child.born.words().to_owned() } else { String::new() };
            (id.to_string(), child.name.words().to_owned(), born, state.day.children.contains(id))
        })
        .collect();
    children.sort_by_key(|(_, name, ..)| name.to_lowercase());
    let roles = held_roles(catalogue).map(|(id, role)| (id.clone(), role.title.clone())).collect();
    let page = Page { frame, rows, children, roles };
    drop(now);
    rendered(&page)
}

pub(crate) async fn one(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(person): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let time = app.setting.time();
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let id = PersonId::from(person);
    let there = state
        .people
        .active(&id)
        .map_err(|_| Problem::NotFound("There is nobody of that name here.".into()))?;
    let frame =
        Frame::of(&app, &signed_in.asker, there.name.words(), "/people").with_done(commands::done(&headers));
    let me = signed_in.person == id;
    let subject = Subject::Person(id.clone());
    let duties = due::all(state, policy, time)
        .into_iter()
        .filter(|item| item.subject == subject && (me || frame.leads))
        .map(|item| {
            let (words, class) = match &item.status {
                Status::Done { next } => {
                    (next.map_or("done".to_owned(), |next| format!("done; again by {next}")), "kept")
                }
                Status::Due { by } => (format!("due by {by}"), "due"),
                Status::Overdue { by } | Status::Failed { on: by } => {
                    (format!("overdue since {by}"), "broken")
                }
            };
            let note = state.duties.last(&item.duty, &subject).map(|last| last.note.words().to_owned());
            let words = match note.filter(|note| !note.is_empty()) {
                Some(note) => format!("{words} ({note})"),
                None => words,
            };
            (item.does, words, class, item.clauses)
        })
        .collect();
    let in_force = state.adoption.in_force();
    let page = One {
        id: id.to_string(),
        name: there.name.words().to_owned(),
        roles: held_roles(&policy.catalogue)
            .map(|(role, info)| (role.clone(), info.title.clone(), there.roles.contains(role)))
            .collect(),
        counted: there.counted,
        level: there.level.map_or(String::new(), |level| level.to_string()),
        me,
        may_set: me || frame.leads,
        pin: there.pin.is_some(),
        password: there.password.is_some(),
        duties,
        signed: in_force.and_then(|version| {
            let (at, _) = version.signed.get(&id)?;
            Some(format!("version of {} on {}", version.version, belisha_setting::date_of(*at)))
        }),
        frame,
    };
    drop(now);
    Ok(rendered(&page))
}

/// Sets a password or a PIN: weak ones are refused, and so is one that somebody else has.
pub(crate) async fn set_secret(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(person): Path<String>,
    body: String,
) -> Result<Response, Problem> {
    let fields = fields(&body)?;
    let one = |name: &str| {
        fields.iter().find(|(there, _)| there == name).map_or("", |(_, value)| value.trim()).to_owned()
    };
    let (given, back) = (one("secret"), format!("/people/{person}"));
    let kind = if one("kind") == "password" { Secret::Password } else { Secret::Pin };
    let person = PersonId::from(person);
    let refuse = |says: String| Problem::Refused {
        refusal: Box::new(Refusal::Invalid(says)),
        clauses: Vec::new(),
        back: back.clone(),
        frame: None,
    };
    let (name, others) = {
        let now = app.setting.now();
        let there = now.state.people.active(&person).map_err(|refusal| refuse(refusal.to_string()))?;
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
        (there.name.words().to_owned(), others)
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
