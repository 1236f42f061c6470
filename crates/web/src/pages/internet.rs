//! The internet: who is online with whom, what each device may look up now, what was refused.

pub(crate) mod children;
pub(crate) mod network;
pub(crate) mod shut;
pub(crate) mod sites;

use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::{Problem, rendered};
use crate::frame::Frame;
use crate::pages::Choice;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_policy::Policy;
use belisha_setting::internet::{self, Access, Door};
use belisha_setting::online::{self, Session};
use belisha_setting::{Command, DeviceId, State as Known, teaching, time_of};
use jiff::Timestamp;

/// How many of the sessions that are over are shown.
const EARLIER_MAX: usize = 12;
/// How many refusals are shown.
const REFUSED_MAX: usize = 30;

#[derive(Template)]
#[template(path = "internet.html")]
struct Page {
    frame: Frame,
    open: Vec<Going>,
    form: Form,
    doors: Vec<Row>,
    refused: Vec<Refusal>,
    earlier: Vec<Over>,
    listening: bool,
}

struct Going {
    id: String,
    supervisor: String,
    devices: String,
    children: String,
    purpose: String,
    until: String,
}

struct Form {
    ready: bool,
    supervisors: Vec<Choice>,
    me: String,
    devices: Vec<Choice>,
    children: Vec<Joining>,
    purposes: Vec<String>,
    sites: Vec<Choice>,
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
    device_id: String,
    for_children: bool,
    /// Whether it can be opened for some minutes at all.
    lifts: bool,
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
    let frame =
        Frame::of(&app, &signed_in.asker, "Internet", "/internet").with_done(commands::done(&headers));
    let time = app.setting.time();
    // The resolver looks at the setting itself: asked before it is held here.
    let seen = app.internet.as_ref().map(|internet| internet.refused()).unwrap_or_default();
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let page = Page {
        open: state.online.open(time).map(|(id, there)| going(id.as_str(), there, state)).collect(),
        form: form(state, policy, time, signed_in.person.as_str()),
        doors: internet::devices(state, policy)
            .into_iter()
            .map(|(id, _)| row(id, state, policy, time))
            .collect(),
        refused: refused(seen, state, frame.leads, signed_in.asker.own_device),
        earlier: if signed_in.asker.own_device { Vec::new() } else { earlier(state, time) },
        listening: app.internet.is_some(),
        frame,
    };
    drop(now);
    rendered(&page)
}

/// Gives a command that a form of these pages was made into, and goes back to the page.
async fn given(app: &App, signed_in: &SignedIn, command: Command, back: &str) -> Result<Response, Problem> {
    let author = signed_in.asker.author()?;
    let given = app.setting.submit(author, command).await;
    let lines = given.map_err(|error| Problem::of(error, app, back).framed(app, &signed_in.asker))?;
    Ok(commands::back_with(back, &super::said(app, &lines), app))
}

fn clock(at: Timestamp) -> String {
    time_of(at).strftime("%H:%M").to_string()
}

fn names(ids: impl IntoIterator<Item = String>) -> String {
    belisha_policy::join_and(&ids.into_iter().collect::<Vec<_>>())
}

fn going(id: &str, there: &Session, state: &Known) -> Going {
    Going {
        id: id.to_owned(),
        supervisor: state.people.name(&there.supervisor),
        devices: names(there.devices.iter().map(|id| state.devices.name(id))),
        children: names(there.children.iter().map(|id| state.children.name(id))),
        purpose: there.purpose.clone(),
        until: clock(there.until),
    }
}

/// The words that the policy has for what children go online for.
pub(crate) fn purposes(policy: &Policy) -> Vec<String> {
    let named = policy.of_control("internet.not-routine").filter_map(|there| there.params.get("purposes"));
    let named: Vec<String> = named.flatten().cloned().collect();
    if named.is_empty() { vec!["learning".to_owned()] } else { named }
}

fn form(state: &Known, policy: &Policy, time: Timestamp, me: &str) -> Form {
    let supervisors = state.day.people.keys().filter(|id| online::can_supervise(id, state, time));
    let devices = internet::devices(state, policy)
        .into_iter()
        .filter(|(id, device)| device.is.for_children && state.online.of_device(id.as_str(), time).is_none());
    let asks = policy.of_control("internet.parent-permission").next().is_some();
    let control = "internet.stay-safe-principles";
    let first = policy.of_control(control).any(|there| {
        there.params.get("before_first_use").is_some_and(|word| word.iter().any(|word| word == "yes"))
    });
    let joining = |child: &belisha_setting::ChildId| {
        let mut lacks = Vec::new();
        if asks && !online::permitted(child, state) {
            lacks.push("no permission");
        }
        if first && !teaching::gaps(child, control, policy, state).is_empty() {
            lacks.push("not taught yet");
        }
        Joining { id: child.to_string(), name: state.children.name(child), lacks: lacks.join(", ") }
    };
    let mut children: Vec<Joining> = state.day.children.iter().map(joining).collect();
    children.sort_by_key(|child| (!child.lacks.is_empty(), child.name.to_lowercase()));
    let sites = belisha_setting::sites::approved(state, policy);
    Form {
        ready: state.day.open_on(belisha_setting::date_of(time)),
        supervisors: supervisors.map(|id| (id.to_string(), state.people.name(id))).collect(),
        me: me.to_owned(),
        devices: devices.map(|(id, device)| (id.to_string(), device.is.name.clone())).collect(),
        children,
        purposes: purposes(policy),
        sites: sites.into_iter().map(|there| (there.site.to_string(), there.title)).collect(),
    }
}

fn row(id: &DeviceId, state: &Known, policy: &Policy, time: Timestamp) -> Row {
    let Door { access, refused, .. } = internet::door(id, state, policy, time);
    let there = state.devices.all.get(id);
    let (class, word, says, clauses) = match access {
        Access::Shut(why) => ("silent", "■ shut".to_owned(), why.says, why.clauses),
        Access::Sites { names, until, .. } => {
            let says = format!("{} names, until {}", names.len(), clock(until));
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
        children: there.is_some_and(|there| there.is.for_children),
        class,
        word,
        says,
        clauses,
    }
}

/// Everybody on the team sees what was refused on the children's devices; whoever leads, on the others too. On a device of
/// one's own nothing is shown.
fn refused(
    seen: Vec<belisha_service::Refused>,
    state: &Known,
    leads: bool,
    own_device: bool,
) -> Vec<Refusal> {
    let childrens = |seen: &belisha_service::Refused| {
        let there = state.devices.all.get(&DeviceId::from(seen.device.as_str()));
        there.is_some_and(|there| there.is.for_children)
    };
    let shown_to = |seen: &belisha_service::Refused| !own_device && (leads || childrens(seen));
    let shown = |seen: belisha_service::Refused| {
        let id = DeviceId::from(seen.device.as_str());
        let there = state.devices.all.get(&id);
        let device =
            there.map_or_else(|| "a device that nobody knows".to_owned(), |there| there.is.name.clone());
        let said = format!(
            "On {device} somebody tried to open {} at {}. It was refused.",
            seen.name,
            clock(seen.at)
        );
        let encoded: String = said.bytes().map(|byte| format!("%{byte:02X}")).collect();
        Refusal {
            lifts: there.is_some() && belisha_setting::sites::plain_name(&seen.name).is_ok(),
            device_id: seen.device,
            for_children: there.is_some_and(|there| there.is.for_children),
            device,
            name: seen.name,
            says: seen.why.says,
            clauses: seen.why.clauses,
            when: clock(seen.at),
            times: seen.times,
            concern: format!("/concerns/new?kind=offensive-material&said={encoded}"),
        }
    };
    seen.into_iter().filter(shown_to).take(REFUSED_MAX).map(shown).collect()
}

fn earlier(state: &Known, time: Timestamp) -> Vec<Over> {
    let mut all: Vec<_> = state
        .online
        .sessions
        .values()
        .filter_map(|there| there.over(time).map(|(at, end)| (there, at, end)))
        .collect();
    all.sort_by_key(|(there, ..)| std::cmp::Reverse(there.since));
    all.into_iter()
        .take(EARLIER_MAX)
        .map(|(there, at, end)| {
            let day = super::day(belisha_setting::date_of(there.since));
            let looked = there.looked_up.as_ref();
            let lines = looked.and_then(|looked| looked.names.as_ref());
            let lines = lines.map(|names| names.words().lines().map(str::to_owned).collect());
            let counts =
                looked.map(|looked| format!("{} answered, {} refused", looked.opened, looked.refused));
            Over {
                when: format!("{day}, {} to {}", clock(there.since), clock(at)),
                supervisor: state.people.name(&there.supervisor),
                children: names(there.children.iter().map(|id| state.children.name(id))),
                purpose: there.purpose.clone(),
                why: end.words(),
                names: lines.unwrap_or_default(),
                counts: counts.unwrap_or_else(|| "nothing on record yet".to_owned()),
            }
        })
        .collect()
}
