//! One person: roles, signing in, and what is asked of them.

use super::held_roles;
use crate::action::Action;
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::reasons::Missing;
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::view::badge::{self, Badge};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_service::Current;
use belisha_setting::duties::Subject;
use belisha_setting::{Command, PersonId, date_of, due, people, time_of};
use jiff::Timestamp;

#[derive(Template)]
#[template(path = "person.html")]
struct Page {
    layout: Layout,
    id: String,
    name: String,
    roles: Vec<(String, String, bool)>,
    counted: bool,
    level: String,
    me: bool,
    may_set: bool,
    pin: bool,
    password: bool,
    /// Where they are signed in, and since when.
    sessions: Vec<String>,
    duties: Vec<Asked>,
    signed: Option<String>,
    change: Action,
    leave: Action,
}

/// Something that is asked of the person, and how it stands.
struct Asked {
    does: String,
    badge: Badge,
    clauses: Vec<String>,
}

pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(person): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let now = app.setting.now();
    let id = PersonId::from(person);
    let nobody = |_| Problem::NotFound(Missing::Person);
    let person = now.state.people.active(&id).map_err(nobody)?;
    let layout = Layout::new(&app, &signed_in.asker, person.name.words(), "/people")
        .with_done(commands::done(&headers));
    let me = signed_in.person == id;
    let sessions = if me || layout.leads { open_sessions(&app, &id, &now) } else { Vec::new() };
    let page = view(layout, me, &id, person, sessions, &now, app.setting.time());
    drop(now);
    Ok(rendered(&page))
}

/// The open sessions of somebody, each in words.
fn open_sessions(app: &App, person: &PersonId, now: &Current) -> Vec<String> {
    let open = app.sessions.of(person, app.setting.ticks()).into_iter();
    open.map(|opened| {
        let place = match (&opened.tablet, opened.own_device) {
            (Some(device), _) => now.state.devices.name(device),
            (None, true) => "a device of their own".to_owned(),
            (None, false) => "another device".to_owned(),
        };
        format!("{place}, since {}", time_of(opened.at).strftime("%H:%M"))
    })
    .collect()
}

fn view(
    layout: Layout,
    me: bool,
    id: &PersonId,
    person: &people::Person,
    sessions: Vec<String>,
    now: &Current,
    time: Timestamp,
) -> Page {
    let in_force = now.state.adoption.in_force();
    let roles = held_roles(&now.policy.catalogue);
    // Boxes that are not ticked are not sent.
    let change = people::Command::Change {
        person: id.clone(),
        name: None,
        roles: Vec::new(),
        counted: false,
        level: person.level,
    };
    let leave = people::Command::Leave { person: id.clone() };
    Page {
        id: id.to_string(),
        name: person.name.words().to_owned(),
        roles: roles
            .map(|(role, info)| (role.clone(), info.title.clone(), person.roles.contains(role)))
            .collect(),
        counted: person.counted,
        level: person.level.map_or(String::new(), |level| level.to_string()),
        me,
        may_set: me || layout.leads,
        pin: person.pin.is_some(),
        password: person.password.is_some(),
        sessions,
        duties: if me || layout.leads { asked(id, now, time) } else { Vec::new() },
        signed: in_force.and_then(|version| {
            let (at, _) = version.signed.get(id)?;
            Some(format!("version of {} on {}", version.version, date_of(*at)))
        }),
        change: Action::new(&Command::People(change)).back(format!("/people/{id}")),
        leave: Action::new(&Command::People(leave)).back("/people"),
        layout,
    }
}

fn asked(id: &PersonId, now: &Current, time: Timestamp) -> Vec<Asked> {
    let subject = Subject::Person(id.clone());
    let items = due::all(&now.state, &now.policy, time).into_iter();
    items
        .filter(|item| item.subject == subject)
        .map(|item| {
            let mut badge = badge::of_person(&item.status);
            let last = now.state.duties.last(&item.duty, &subject);
            if let Some(note) = last.map(|last| last.note.words()).filter(|note| !note.is_empty()) {
                badge.words = format!("{} ({note})", badge.words);
            }
            Asked { does: item.does, badge, clauses: item.clauses }
        })
        .collect()
}
