//! Visitors: reading the rule, signing in and out.

use crate::action::{Action, Button, blank, new_id};
use crate::app::App;
use crate::asker::Asker;
use crate::commands;
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::view::choices::{self, Choice};
use crate::view::dates::hour;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_setting::visitors::{self, Phone, Visit};
use belisha_setting::{Command, State as Known, VisitId, same_name};

#[derive(Template)]
#[template(path = "visitors.html")]
struct Page {
    layout: Layout,
    door: bool,
    setting: String,
    rule: Vec<(String, String)>,
    asks_lone_working: bool,
    places: String,
    here: Vec<Row>,
    people: Vec<Choice>,
    sign_in: Action,
}

struct Row {
    name: String,
    organisation: String,
    purpose: String,
    phone: &'static str,
    lone: bool,
    with: String,
    since: String,
    set_supervisor: Action,
    sign_out: Button,
}

pub(crate) async fn page(State(app): State<App>, asker: Asker, headers: HeaderMap) -> Response {
    let layout = Layout::new(&app, &asker, "Visitors", "/visitors").with_done(commands::done(&headers));
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let named = asker.person.is_some();
    let sign_in = visitors::Command::In {
        visit: new_id(),
        name: blank(),
        organisation: blank(),
        purpose: blank(),
        phone: Phone::None,
        watch: false,
        lone_working: false,
        supervisor: None,
        agreed: false,
    };
    let page = Page {
        door: !named,
        setting: state.profile.name.clone(),
        rule: visitors::rule(policy).into_iter().map(|(id, says)| (id.to_owned(), says.to_owned())).collect(),
        asks_lone_working: visitors::asks_lone_working(policy),
        places: belisha_policy::join_or(&visitors::phone_places(policy)),
        // Whoever passes the door sees nobody's name: who leaves types their own.
        here: if named { rows(state) } else { Vec::new() },
        people: if named { with_them(state) } else { Vec::new() },
        sign_in: Action::new(&Command::Visitors(sign_in)).back("/visitors"),
        layout,
    };
    drop(now);
    rendered(&page)
}

/// Who is here.
fn rows(state: &Known) -> Vec<Row> {
    state.visitors.here.iter().map(|(id, visit)| row(id, visit, state)).collect()
}

/// Who can be with them: whoever is in.
fn with_them(state: &Known) -> Vec<Choice> {
    choices::people_where(state, |id| state.day.people.contains_key(id))
}

fn row(id: &VisitId, visit: &Visit, state: &Known) -> Row {
    let command = |command| Command::Visitors(command);
    let set_supervisor = visitors::Command::SetSupervisor { visit: id.clone(), supervisor: None };
    let out = visitors::Command::Out { visit: id.clone() };
    Row {
        name: visit.arrival.name.words().to_owned(),
        organisation: visit.arrival.organisation.words().to_owned(),
        purpose: visit.arrival.purpose.words().to_owned(),
        phone: match visit.arrival.phone {
            Phone::None => "no phone",
            Phone::HandedOver => "phone handed over: give it back",
            Phone::Kept => "phone kept, not used",
        },
        lone: visit.arrival.lone_working,
        with: visit.arrival.supervisor.as_ref().map_or(String::new(), |person| state.people.name(person)),
        since: hour(visit.since),
        set_supervisor: Action::new(&command(set_supervisor)).back("/visitors"),
        sign_out: Button::new("Sign out", &command(out)).class("main").back("/visitors"),
    }
}

/// `POST /visitors/out`: at the door, a visitor who types the name they came with is signed out.
pub(crate) async fn out(State(app): State<App>, asker: Asker, body: String) -> Result<Response, Problem> {
    let fields = commands::fields(&body)?;
    let name = fields.iter().find(|(field, _)| field == "name").map_or("", |(_, name)| name.trim());
    let visit = {
        let now = app.setting.now();
        let of_that_name =
            now.state.visitors.here.iter().filter(|(_, visit)| same_name(visit.arrival.name.words(), name));
        // Of two by one name who came first leaves first: the list of who is here is right either way.
        of_that_name.min_by_key(|(_, visit)| visit.since).map(|(id, _)| id.clone())
    };
    let Some(visit) = visit else {
        let words = "Nobody is signed in as a visitor by that name. Type it as you did when you came, or ask somebody who works here.";
        return Ok(commands::back_with("/visitors", words, &app));
    };
    let command = Command::Visitors(visitors::Command::Out { visit });
    commands::carried_out(&app, &asker, command, "/visitors", None).await
}
