//! Outings: planned, left with their kit, back.

use crate::action::{Action, Button, blank, new_id};
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::rendered;
use crate::layout::Layout;
use crate::view::choices::{self, Choice};
use crate::view::clauses::quoted;
use crate::view::dates::hour;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_policy::ShownOn;
use belisha_setting::outings::{self, Outing};
use belisha_setting::{ChildId, Command, OutingId, PersonId, State as Known};

#[derive(Template)]
#[template(path = "outings.html")]
struct Page {
    layout: Layout,
    rows: Vec<Row>,
    /// Where the outing went that came back last, and the button for when it is not back.
    latest_back: Option<(String, Button)>,
    people: Vec<Choice>,
    children: Vec<Choice>,
    phones: Vec<Choice>,
    kit: Vec<(String, String)>,
    plan: Action,
}

struct Row {
    to: String,
    people: String,
    children: usize,
    left: Option<String>,
    leave: Action,
    come_back: Button,
    not_left: Button,
    cancel: Button,
}

pub(crate) async fn page(State(app): State<App>, signed_in: SignedIn, headers: HeaderMap) -> Response {
    let layout =
        Layout::new(&app, &signed_in.asker, "Outings", "/outings").with_done(commands::done(&headers));
    let now = app.setting.now();
    let state = &now.state;
    let is_in = |id: &PersonId| state.day.people.is_empty() || state.day.people.contains_key(id);
    let child_is_in = |id: &ChildId| state.day.children.is_empty() || state.day.children.contains(id);
    let plan =
        outings::Command::Plan { outing: new_id(), to: blank(), people: Vec::new(), children: Vec::new() };
    let page = Page {
        rows: state.outings.all.iter().map(|(id, outing)| row(id, outing, state)).collect(),
        latest_back: state.outings.latest_back.as_ref().map(|(id, known)| {
            let command = outings::Command::NotBack { outing: id.clone() };
            let button = Button::new("They are not back yet", &Command::Outings(command)).class("quiet");
            (known.to.clone(), button.back("/outings"))
        }),
        people: choices::people_where(state, is_in),
        children: choices::children_where(state, child_is_in),
        phones: state
            .devices
            .settings()
            .filter(|(_, device)| device.particulars.setting_phone)
            .map(|(id, device)| (id.to_string(), device.particulars.name.clone()))
            .collect(),
        kit: quoted(&now.policy, ShownOn::Outings),
        plan: Action::new(&Command::Outings(plan)).back("/outings"),
        layout,
    };
    drop(now);
    rendered(&page)
}

fn row(id: &OutingId, outing: &Outing, state: &Known) -> Row {
    let names: Vec<String> = outing.people.iter().map(|person| state.people.name(person)).collect();
    let button = |label, command| Button::new(label, &Command::Outings(command)).back("/outings");
    let leave = outings::Command::Leave { outing: id.clone(), phone: None, folder: false };
    Row {
        to: outing.to.clone(),
        people: belisha_policy::join_and(&names),
        children: outing.children.len(),
        left: outing.left.as_ref().map(|(at, phone)| {
            let phone = phone.as_ref().map_or("no phone".to_owned(), |phone| state.devices.name(phone));
            format!("since {}, with {phone}", hour(*at))
        }),
        leave: Action::new(&Command::Outings(leave)).back("/outings"),
        come_back: button("They are back", outings::Command::Return { outing: id.clone() }).class("main"),
        not_left: button("They have not left yet", outings::Command::NotLeft { outing: id.clone() })
            .class("quiet"),
        cancel: button("Call it off", outings::Command::Cancel { outing: id.clone() }).class("quiet"),
    }
}
