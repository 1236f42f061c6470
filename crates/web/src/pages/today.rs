//! Today: who is in, what is out, what is not put away, who visits, what is due, what is wrong.

mod people;
mod rows;

use crate::action::{Action, Button, blank, new_id};
use crate::app::{App, OpenConcern};
use crate::asker::Asker;
use crate::commands;
use crate::error::rendered;
use crate::layout::Layout;
use crate::pages::{author_name, clock};
use crate::view::choices::{self, Choice};
use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_policy::{Catalogue, KnownRole};
use belisha_setting::attention::Alarm;
use belisha_setting::{
    Author, Command, State as Known, date_of, day, finds, people as adults, ratio, sign_ins,
};
use jiff::{SignedDuration, Timestamp};
use people::PersonRow;
use rows::{DeviceRow, FindRow, GoneRow, Ratio, VisitorRow};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "today.html")]
struct Page {
    layout: Layout,
    date: String,
    open: bool,
    closed: bool,
    alarms: Arc<Vec<Alarm>>,
    /// What was done with posts to which concerns go, and what waits for a second person: for those who hold one.
    post_news: Vec<String>,
    /// What looks like an attack among the sign-ins of today: for those who lead.
    attacked: Vec<String>,
    /// What the nightly check found wrong: for those who lead.
    found: Vec<String>,
    /// Who asks from the address of a device and is another machine.
    taken_addresses: Vec<String>,
    /// Requests about data that wait, the days they have: for those who lead.
    requests: Vec<String>,
    /// Who was never signed out, children first, each with the day and the button that answers.
    unanswered: Vec<(String, Button)>,
    /// What the machine’s clock says, where it cannot be believed.
    clock: Option<String>,
    due: usize,
    overdue: usize,
    ratio: Option<Ratio>,
    /// The open concerns that whoever asks acts on, and how many of them are late; none: no tile.
    concerns: Option<(usize, usize)>,
    /// For the chair: concerns that nobody whom the policy names was left to take.
    fallen: usize,
    people: Vec<PersonRow>,
    /// Whether the policy asks where watches are.
    watches: bool,
    absent: Vec<Button>,
    children: Vec<Button>,
    children_in: usize,
    /// Who went home today, and with whom.
    gone: Vec<GoneRow>,
    devices: Vec<DeviceRow>,
    visitors: Vec<VisitorRow>,
    finds: Vec<FindRow>,
    exceptions: Vec<String>,
    places: Vec<Choice>,
    all_devices: Vec<Choice>,
    all_children: Vec<Choice>,
    open_day: Button,
    reopen: Button,
    close_day: Action,
    record_find: Action,
}

/// What the tablet at the door shows whoever passes: what they can do here, and nobody's name.
#[derive(Template)]
#[template(path = "door.html")]
struct Door {
    layout: Layout,
    open: bool,
}

pub(crate) async fn page(State(app): State<App>, asker: Asker, headers: HeaderMap) -> Response {
    if asker.person.is_none() {
        let open = app.setting.now().state.day.open_on(date_of(app.setting.time()));
        let layout = Layout::new(&app, &asker, "At the door", "/").with_done(commands::done(&headers));
        return rendered(&Door { open, layout });
    }
    rendered(&view(&app, &asker, commands::done(&headers)))
}

/// The chair is told at once when a route has nobody left, and nothing else of the concern; not where it is about the
/// chair.
fn fallen(asker: &Asker, state: &Known, open: &[OpenConcern]) -> usize {
    let chair = asker
        .person
        .as_ref()
        .filter(|id| state.people.all.get(*id).is_some_and(|person| person.holds(KnownRole::Chair)));
    let Some(chair) = chair else { return 0 };
    let about_chair = |open: &OpenConcern| {
        state.concerns.all.get(&open.id).is_some_and(|concern| concern.adults.contains(chair))
    };
    open.iter().filter(|open| open.route.fell && !about_chair(open)).count()
}

/// What was done within a week with the posts to which concerns go, and what is proposed, for those who hold one.
fn post_news(asker: &Asker, state: &Known, catalogue: &Catalogue, time: Timestamp) -> Vec<String> {
    let holds = |id| state.people.active(id).is_ok_and(|known| !known.posts.is_empty());
    if !asker.person.as_ref().is_some_and(holds) {
        return Vec::new();
    }
    let week = SignedDuration::from_hours(24 * adults::NEWS_DAYS);
    let lately = state.people.post_news.iter().filter(|(at, ..)| time.duration_since(*at) < week);
    let done = lately.filter(|(_, _, by)| !by.contains(&Author::Program)).map(|(at, person, by)| {
        let by: Vec<String> = by.iter().map(|by| author_name(by, state)).collect();
        let (name, by) = (state.people.name(person), belisha_policy::join_and(&by));
        format!("The post or the sign-in of {name} was changed on {} by {by}.", date_of(*at))
    });
    adults::pending_words(state, catalogue).into_iter().map(|(_, words, _)| words).chain(done).collect()
}

/// How many open concerns whoever asks acts on, and how many of them are late.
fn concerns_of(asker: &Asker, open: &[OpenConcern]) -> Option<(usize, usize)> {
    let person = asker.person.as_ref().filter(|_| !asker.own_device)?;
    let mine: Vec<&OpenConcern> = open.iter().filter(|open| open.route.holders.contains(person)).collect();
    (!mine.is_empty()).then(|| (mine.len(), mine.iter().filter(|open| open.late).count()))
}

fn view(app: &App, asker: &Asker, done: Option<String>) -> Page {
    let layout = Layout::new(app, asker, "Today", "/").with_done(done);
    let time = app.setting.time();
    let (now, today) = (app.setting.now(), date_of(time));
    let (state, policy) = (&now.state, &now.policy);
    let summary = app.summary(&now, time);
    let sum = ratio::sum(state, &policy.catalogue.ratios, today, None);
    let put = people::PutAwayOffer::new(policy, state);
    let all_devices = state.devices.settings();
    let all_children = state.children.here();
    Page {
        date: today.strftime("%A %-d %B %Y").to_string(),
        open: state.day.open_on(today),
        closed: state.day.closed_on(today),
        post_news: post_news(asker, state, &policy.catalogue, time),
        attacked: if layout.leads { sign_ins::alarms(state, time) } else { Vec::new() },
        found: if layout.leads { app.findings.all() } else { Vec::new() },
        taken_addresses: if layout.leads { app.taken_addresses.all() } else { Vec::new() },
        requests: if layout.leads { rows::requests(state, today) } else { Vec::new() },
        unanswered: rows::unanswered(state),
        clock: app.setting.doubt().map(|doubt| clock::words(doubt.machine)),
        overdue: summary.overdue,
        due: summary.due,
        concerns: concerns_of(asker, &summary.concerns),
        fallen: fallen(asker, state, &summary.concerns),
        ratio: (!state.day.children.is_empty()).then(|| Ratio::new(&sum, &policy.catalogue.ratios)),
        people: people::present(state, asker, &summary.alarms, &put),
        watches: put.watches,
        absent: people::absent(state),
        children_in: state.day.children.len(),
        children: rows::children(state),
        gone: rows::gone(state),
        devices: rows::devices_out(state, policy),
        visitors: rows::visitors(state),
        finds: rows::finds(state),
        exceptions: rows::exceptions(state, time),
        places: choices::places(state),
        all_devices: all_devices
            .map(|(id, device)| (id.to_string(), device.particulars.name.clone()))
            .collect(),
        all_children: all_children
            .map(|(id, child)| (id.to_string(), child.name.words().to_owned()))
            .collect(),
        open_day: Button::new("Open the day", &Command::Day(day::Command::Open {})).class("main"),
        reopen: Button::new("Closed too early: go on", &Command::Day(day::Command::Reopen {})).class("quiet"),
        close_day: Action::new(&Command::Day(day::Command::Close { missing: Vec::new(), uncounted: false })),
        record_find: Action::new(&Command::Finds(finds::Command::Record {
            find: new_id(),
            child: blank(),
            item: blank(),
        })),
        alarms: summary.alarms,
        layout,
    }
}

/// `GET /api/today`: the same facts as the page.
pub(crate) async fn api(State(app): State<App>, asker: Asker) -> Response {
    use axum::response::IntoResponse;
    let view = view(&app, &asker, None);
    let people: Vec<_> = view
        .people
        .iter()
        .map(|row| serde_json::json!({ "id": row.id, "name": row.name, "since": row.since, "on_break": row.on_break, "phone": row.phone, "watch": row.watch }))
        .collect();
    let devices: Vec<_> = view
        .devices
        .iter()
        .map(|row| serde_json::json!({ "id": row.id, "name": row.name, "with": row.who, "for": row.purpose }))
        .collect();
    Json(serde_json::json!({
        "open": view.open,
        "people": people,
        "children_in": view.children_in,
        "devices_out": devices,
        "visitors": view.visitors.len(),
        "never_signed_out": view.unanswered.iter().map(|(words, _)| words).collect::<Vec<_>>(),
        "alarms": *view.alarms,
        "due": view.due,
        "overdue": view.overdue,
        "ratio": view.ratio.as_ref().map(|ratio| ratio.words.clone()),
        "lines": view.layout.lines,
    }))
    .into_response()
}
