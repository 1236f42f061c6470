//! The internet: who is online with whom, what each device may look up now, what was refused.

pub(crate) mod children;
pub(crate) mod network;
pub(crate) mod shut;
pub(crate) mod sites;

use crate::action::{Action, Button, blank, new_id};
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::view::choices::{Choice, name_order};
use crate::view::dates::{day, hour};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_policy::Policy;
use belisha_service::RefusedLookUp;
use belisha_setting::internet::{self, Access, Door};
use belisha_setting::online::{self, End, Session};
use belisha_setting::{
    ChildId, Command, DeviceId, SessionId, State as Known, date_of, sites as lists, teaching,
};
use jiff::Timestamp;

/// How many of the sessions that are over are shown.
const EARLIER_MAX: usize = 12;
/// How long a session is when nothing else is chosen, in minutes.
const SESSION_MINUTES: i64 = 20;
/// How long a site is opened from the list of what was refused, in minutes.
const LIFT_MINUTES: i64 = 10;
/// How many refusals are shown.
const REFUSED_MAX: usize = 30;

#[derive(Template)]
#[template(path = "internet.html")]
struct Page {
    layout: Layout,
    open: Vec<Going>,
    form: Form,
    doors: Vec<Row>,
    refused: Vec<Refusal>,
    earlier: Vec<Over>,
    listening: bool,
}

struct Going {
    supervisor: String,
    devices: String,
    children: String,
    purpose: String,
    until: String,
    end: Button,
}

struct Form {
    ready: bool,
    supervisors: Vec<Choice>,
    me: String,
    devices: Vec<Choice>,
    children: Vec<Joining>,
    purposes: Vec<String>,
    sites: Vec<Choice>,
    open: Action,
}

struct Joining {
    id: String,
    name: String,
    /// What stands against it, in a few words.
    lacks: String,
}

struct Row {
    name: String,
    children: bool,
    class: &'static str,
    word: String,
    says: String,
    clauses: Vec<String>,
}

struct Refusal {
    device: String,
    for_children: bool,
    /// Opens it for some minutes, where that can be done at all.
    lift: Option<Action>,
    name: String,
    says: String,
    clauses: Vec<String>,
    when: String,
    times: u64,
    /// Where a concern is raised with it.
    concern: String,
}

struct Over {
    when: String,
    supervisor: String,
    children: String,
    purpose: String,
    why: &'static str,
    names: Vec<String>,
    counts: String,
}

pub(crate) async fn page(State(app): State<App>, signed_in: SignedIn, headers: HeaderMap) -> Response {
    let layout =
        Layout::new(&app, &signed_in.asker, "Internet", "/internet").with_done(commands::done(&headers));
    let time = app.setting.time();
    // The resolver looks at the setting itself: asked before it is held here.
    let seen = app.internet.as_ref().map(|internet| internet.refused()).unwrap_or_default();
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let page = Page {
        open: state.online.open(time).map(|(id, session)| going(id, session, state)).collect(),
        form: form(state, policy, time, signed_in.person.as_str()),
        doors: internet::devices(state, policy)
            .into_iter()
            .map(|(id, _)| row(id, state, policy, time))
            .collect(),
        refused: refused(seen, state, layout.leads, signed_in.asker.own_device),
        earlier: if signed_in.asker.own_device { Vec::new() } else { earlier(state, time) },
        listening: app.internet.is_some(),
        layout,
    };
    drop(now);
    rendered(&page)
}

/// Gives a command that a form of these pages was made into, and goes back to the page.
async fn given(app: &App, signed_in: &SignedIn, command: Command, back: &str) -> Result<Response, Problem> {
    let author = signed_in.asker.author()?;
    let given = app.setting.submit(author, command).await;
    let lines = given.map_err(|error| Problem::with_way_back(error, back))?;
    Ok(commands::back_with(back, &super::said(app, &lines), app))
}

fn names(ids: impl IntoIterator<Item = String>) -> String {
    belisha_policy::join_and(&ids.into_iter().collect::<Vec<_>>())
}

fn going(id: &SessionId, session: &Session, state: &Known) -> Going {
    let end = online::Command::End { session: id.clone() };
    Going {
        supervisor: state.people.name(&session.supervisor),
        devices: names(session.devices.iter().map(|id| state.devices.name(id))),
        children: names(session.children.iter().map(|id| state.children.name(id))),
        purpose: session.purpose.clone(),
        until: hour(session.until),
        end: Button::new("Shut it now", &Command::Online(end)).class("main").back("/internet"),
    }
}

fn form(state: &Known, policy: &Policy, time: Timestamp, me: &str) -> Form {
    let supervisors = state.day.people.keys().filter(|id| online::can_supervise(id, state, time));
    let devices = internet::devices(state, policy).into_iter().filter(|(id, device)| {
        device.particulars.for_children && state.online.of_device(id.as_str(), time).is_none()
    });
    let (asks, first) = (online::asks_permission(policy), teaching::before_first_use(policy));
    let joining = |child: &ChildId| {
        let mut lacks = Vec::new();
        if asks && !online::permitted(child, state) {
            lacks.push("no permission");
        }
        if first && !teaching::stay_safe_gaps(child, policy, state).is_empty() {
            lacks.push("not taught yet");
        }
        Joining { id: child.to_string(), name: state.children.name(child), lacks: lacks.join(", ") }
    };
    let mut children: Vec<Joining> = state.day.children.iter().map(joining).collect();
    children.sort_by_cached_key(|child| (!child.lacks.is_empty(), name_order(&child.name)));
    let approved = lists::approved(state, policy);
    let open = online::Command::Open {
        session: new_id(),
        supervisor: blank(),
        devices: Vec::new(),
        children: Vec::new(),
        purpose: blank(),
        sites: Vec::new(),
        minutes: SESSION_MINUTES,
    };
    Form {
        ready: state.day.open_on(date_of(time)),
        supervisors: supervisors.map(|id| (id.to_string(), state.people.name(id))).collect(),
        me: me.to_owned(),
        devices: devices.map(|(id, device)| (id.to_string(), device.particulars.name.clone())).collect(),
        children,
        purposes: online::purposes(policy),
        open: Action::new(&Command::Online(open)).back("/internet"),
        sites: approved.into_iter().map(|listed| (listed.site.to_string(), listed.title)).collect(),
    }
}

fn row(id: &DeviceId, state: &Known, policy: &Policy, time: Timestamp) -> Row {
    let Door { access, refused, .. } = internet::door(id, state, policy, time);
    let device = state.devices.all.get(id);
    let (class, word, says, clauses) = match access {
        Access::Shut(why) => ("silent", "■ shut".to_owned(), why.says, why.clauses),
        Access::Sites { names, until, .. } => {
            let says = format!("{} names, until {}", names.len(), hour(until));
            ("kept", "● open for a session".to_owned(), says, Vec::new())
        }
        Access::Open => {
            let titles = policy.catalogue.sites.categories.iter();
            let titles = titles.filter(|category| refused.contains_key(&category.id));
            let titles: Vec<String> = titles.map(|category| category.title.clone()).collect();
            let says = if titles.is_empty() {
                String::new()
            } else {
                format!("but not {}", belisha_policy::join_or(&titles))
            };
            let mut clauses: Vec<String> = refused.into_values().flat_map(|why| why.clauses).collect();
            clauses.sort();
            clauses.dedup();
            ("due", "◐ open".to_owned(), says, clauses)
        }
    };
    Row {
        name: state.devices.name(id),
        children: device.is_some_and(|device| device.particulars.for_children),
        class,
        word,
        says,
        clauses,
    }
}

/// Everybody on the team sees what was refused on the children's devices; whoever leads, on the others too. On a device of
/// one's own nothing is shown.
fn refused(seen: Vec<RefusedLookUp>, state: &Known, leads: bool, own_device: bool) -> Vec<Refusal> {
    let childrens = |seen: &RefusedLookUp| {
        let device = state.devices.all.get(&DeviceId::from(seen.device.as_str()));
        device.is_some_and(|device| device.particulars.for_children)
    };
    let shown_to = |seen: &RefusedLookUp| !own_device && (leads || childrens(seen));
    seen.into_iter().filter(shown_to).take(REFUSED_MAX).map(|seen| refusal(seen, state)).collect()
}

fn refusal(seen: RefusedLookUp, state: &Known) -> Refusal {
    let id = DeviceId::from(seen.device);
    let device = state.devices.all.get(&id);
    let title = device
        .map_or_else(|| "a device that nobody knows".to_owned(), |device| device.particulars.name.clone());
    let (name, when) = (seen.name, hour(seen.at));
    let said = format!("On {title} somebody tried to open {name} at {when}. It was refused.");
    let encoded: String = said.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let lifts = device.is_some() && lists::plain_name(&name).is_ok();
    let lift = || {
        let (lift, name, device) = (new_id(), name.clone(), id.clone());
        let command = lists::Command::Lift { lift, name, device, minutes: LIFT_MINUTES, why: blank() };
        Action::new(&Command::Sites(command)).back("/internet")
    };
    Refusal {
        lift: lifts.then(lift),
        for_children: device.is_some_and(|device| device.particulars.for_children),
        device: title,
        says: seen.why.says,
        clauses: seen.why.clauses,
        when,
        times: seen.times,
        concern: format!("/concerns/new?kind=offensive-material&said={encoded}"),
        name,
    }
}

fn earlier(state: &Known, time: Timestamp) -> Vec<Over> {
    let sessions = state.online.sessions.values();
    let mut all: Vec<(&Session, Timestamp, End)> =
        sessions.filter_map(|session| session.over(time).map(|(at, end)| (session, at, end))).collect();
    all.sort_by_key(|(session, ..)| std::cmp::Reverse(session.since));
    all.into_iter().take(EARLIER_MAX).map(|(session, at, end)| over(session, at, end, state)).collect()
}

fn over(session: &Session, at: Timestamp, end: End, state: &Known) -> Over {
    let looked = session.looked_up.as_ref();
    let lines = looked.and_then(|looked| looked.names.as_ref());
    let lines = lines.map(|names| names.words().lines().map(str::to_owned).collect());
    let counts = looked.map(|looked| format!("{} answered, {} refused", looked.opened, looked.refused));
    Over {
        when: format!("{}, {} to {}", day(date_of(session.since)), hour(session.since), hour(at)),
        supervisor: state.people.name(&session.supervisor),
        children: names(session.children.iter().map(|id| state.children.name(id))),
        purpose: session.purpose.clone(),
        why: end.words(),
        names: lines.unwrap_or_default(),
        counts: counts.unwrap_or_else(|| "nothing on record yet".to_owned()),
    }
}
