//! Settings: number, hours, terms, places, the policy's next version, lists from elsewhere.

use crate::action::{Action, blank, blank_date, new_id};
use crate::app::App;
use crate::auth::Leader;
use crate::commands;
use crate::error::rendered;
use crate::layout::Layout;
use crate::view::dates::clock;
use crate::view::links;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_setting::places::Place;
use belisha_setting::{Command, PlaceId, State as Known, adoption, date_of, places, profile};

#[derive(Template)]
#[template(path = "settings.html")]
struct Page {
    layout: Layout,
    number: String,
    days: Vec<DayRow>,
    terms: Vec<(String, String, String)>,
    closures: Vec<(String, String)>,
    places: Vec<PlaceRow>,
    version: String,
    today: String,
    links: Vec<LinkRow>,
    lines: u64,
    set_number: Action,
    set_term: Action,
    set_closure: Action,
    add_place: Action,
    add_link: Action,
}

struct DayRow {
    name: &'static str,
    /// Empty on a day when the setting is closed.
    from: String,
    to: String,
    set: Action,
}

struct PlaceRow {
    name: String,
    kind: String,
    children: bool,
    sighted: bool,
    store: bool,
    set: Action,
}

struct LinkRow {
    name: String,
    address: String,
    set: Action,
}

const DAYS: [(i8, &str); 7] = [
    (1, "Monday"),
    (2, "Tuesday"),
    (3, "Wednesday"),
    (4, "Thursday"),
    (5, "Friday"),
    (6, "Saturday"),
    (7, "Sunday"),
];

fn of_setting(command: profile::Command) -> Action {
    Action::new(&Command::Setting(command)).back("/settings")
}

fn set_place(place: PlaceId) -> Action {
    let command = places::Command::Set {
        place,
        name: blank(),
        kind: blank(),
        children: false,
        sighted: false,
        store: false,
    };
    Action::new(&Command::Places(command)).back("/settings")
}

fn set_link(name: String) -> Action {
    let command = adoption::Command::SetLink { name, address: blank() };
    Action::new(&Command::Policy(command)).back("/settings")
}

fn days(state: &Known) -> Vec<DayRow> {
    let row = |(weekday, name): &(i8, &'static str)| {
        let hours = state.profile.hours.get(weekday);
        let (from, to) =
            hours.map_or((String::new(), String::new()), |(from, to)| (clock(*from), clock(*to)));
        let set = profile::Command::SetHours { weekday: *weekday, from: None, to: None };
        DayRow { name, from, to, set: of_setting(set) }
    };
    DAYS.iter().map(row).collect()
}

fn place_row((id, place): (&PlaceId, &Place)) -> PlaceRow {
    PlaceRow {
        name: place.name.clone(),
        kind: place.kind.clone(),
        children: place.children,
        sighted: place.sighted,
        store: place.store,
        set: set_place(id.clone()),
    }
}

pub(crate) async fn page(State(app): State<App>, Leader(signed_in): Leader, headers: HeaderMap) -> Response {
    let layout =
        Layout::new(&app, &signed_in.asker, "Settings", "/settings").with_done(commands::done(&headers));
    let now = app.setting.now();
    let state = &now.state;
    let terms = state.profile.terms.iter();
    let links = links::all(state, &now.policy).into_iter();
    let page = Page {
        number: state.profile.number.clone(),
        days: days(state),
        terms: terms.map(|(name, (from, to))| (name.clone(), from.to_string(), to.to_string())).collect(),
        closures: state.profile.closures.iter().map(|(on, why)| (on.to_string(), why.clone())).collect(),
        places: state.places.all.iter().map(place_row).collect(),
        version: now.policy.pack.version.clone(),
        today: date_of(app.setting.time()).to_string(),
        links: links
            .map(|link| LinkRow { set: set_link(link.name.clone()), name: link.name, address: link.address })
            .collect(),
        lines: state.lines,
        set_number: of_setting(profile::Command::SetNumber { number: blank() }),
        set_term: of_setting(profile::Command::SetTerm {
            name: blank(),
            from: blank_date(),
            to: blank_date(),
        }),
        set_closure: of_setting(profile::Command::SetClosure { on: blank_date(), why: blank() }),
        add_place: set_place(new_id()),
        add_link: set_link(blank()),
        layout,
    };
    drop(now);
    rendered(&page)
}
