//! Today: who is in, what is out, what is not put away, who visits, what is due, what is wrong.

use crate::app::{App, OpenConcern};
use crate::auth::Asker;
use crate::commands;
use crate::error::rendered;
use crate::frame::Frame;
use crate::pages::{Choice, place_choices};
use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_policy::Policy;
use belisha_setting::attention::Alarm;
use belisha_setting::day::{Item, PutAway};
use belisha_setting::{State as Known, date_of, due, ratio, time_of};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "today.html")]
struct Page {
    frame: Frame,
    door: bool,
    date: String,
    open: bool,
    closed: bool,
    alarms: Arc<Vec<Alarm>>,
    due: usize,
    overdue: usize,
    ratio: Option<Ratio>,
    /// The open concerns that whoever asks acts on, and how many of them are late; none: no tile.
    concerns: Option<(usize, usize)>,
    /// For the chair: concerns that nobody whom the policy names was left to take.
    fallen: usize,
    people: Vec<PersonRow>,
    absent: Vec<Choice>,
    children: Vec<ChildRow>,
    children_in: usize,
    devices: Vec<DeviceRow>,
    visitors: Vec<VisitorRow>,
    finds: Vec<FindRow>,
    exceptions: Vec<String>,
    put: Put,
    places: Vec<Choice>,
    all_devices: Vec<Choice>,
    today_ids: Vec<Choice>,
}

/// The law's floor of adults and of their qualifications, as sums with their source; never called safe.
struct Ratio {
    words: String,
    met: bool,
    qualifications: Option<String>,
    qualified: bool,
    /// What the figures leave out, by band of the children who are in.
    notes: Vec<(String, String)>,
    source: String,
    verified: bool,
}

impl Ratio {
    fn of(sum: &ratio::Sum, table: &belisha_policy::RatioTable) -> Self {
        let here = table.band.iter().zip(&sum.children).filter(|(_, (_, count))| *count > 0);
        Self {
            words: sum.to_string(),
            met: sum.met(),
            qualifications: sum.qualifications(),
            qualified: sum.qualified(),
            notes: here.map(|(band, _)| (band.title.clone(), band.qualification.clone())).collect(),
            source: format!("{} ({}); checked {}", table.edition, table.nation, table.checked),
            verified: table.verified,
        }
    }
}

struct PersonRow {
    id: String,
    name: String,
    since: String,
    on_break: bool,
    supervising: bool,
    phone: String,
    watch: String,
    wrong: bool,
    me: bool,
}

struct ChildRow {
    id: String,
    name: String,
    here: bool,
}

struct DeviceRow {
    id: String,
    name: String,
    who: String,
    purpose: String,
    since: String,
    assistant: bool,
    camera: bool,
}

struct VisitorRow {
    id: String,
    name: String,
    organisation: String,
    with: String,
    since: String,
}

struct FindRow {
    id: String,
    words: String,
    locked: bool,
}

/// What can be done with a phone or watch under this policy.
struct Put {
    places: Vec<Choice>,
    off: bool,
    silent: bool,
    watches: bool,
}

impl Put {
    fn of(policy: &Policy, state: &belisha_setting::State) -> Self {
        // A state is offered only where every clause about phones accepts it.
        let accepts = |word: &str| {
            let takes = |states: &Vec<String>| states.iter().any(|state| state == word);
            policy.of_control("phones.put-away").all(|there| there.params.get("state").is_none_or(takes))
        };
        let named: Vec<&String> = policy
            .of_control("phones.put-away")
            .flat_map(|there| there.params.get("places"))
            .flatten()
            .collect();
        let stores = |place: &belisha_setting::places::Place| {
            if named.is_empty() { !place.children && !place.store } else { named.contains(&&place.kind) }
        };
        let places = state.places.all.iter().filter(|(_, place)| stores(place));
        Self {
            places: places.map(|(id, place)| (id.to_string(), place.name.clone())).take(4).collect(),
            off: accepts("off") || accepts("silent"),
            silent: accepts("silent"),
            watches: policy.of_control("watches.staff").next().is_some(),
        }
    }
}

fn words_of(put: Option<&PutAway>, state: &belisha_setting::State) -> String {
    match put {
        None => String::new(),
        Some(PutAway::Stored(place)) => format!("in the {}", state.places.name(place)),
        Some(PutAway::Off) => "off".into(),
        Some(PutAway::Silent) => "on silent".into(),
        Some(PutAway::Disconnected) => "disconnected".into(),
        Some(PutAway::None) => "none today".into(),
    }
}

fn hour(at: jiff::Timestamp) -> String {
    time_of(at).strftime("%H:%M").to_string()
}

pub(crate) async fn page(State(app): State<App>, asker: Asker, headers: HeaderMap) -> Response {
    rendered(&view(&app, &asker, commands::done(&headers)))
}

/// The chair is told at once when a route has nobody left, and nothing else of the concern; not where it is about the
/// chair.
fn fallen(asker: &Asker, state: &Known, open: &[OpenConcern]) -> usize {
    let chair = asker.person.as_ref().filter(|id| {
        state.people.all.get(*id).is_some_and(|person| person.roles.iter().any(|role| role == "chair"))
    });
    let Some(chair) = chair else { return 0 };
    let about_chair = |open: &OpenConcern| {
        state.concerns.all.get(&open.id).is_some_and(|concern| concern.adults.contains(chair))
    };
    open.iter().filter(|open| open.route.fell && !about_chair(open)).count()
}

/// How many open concerns whoever asks acts on, and how many of them are late.
fn concerns_of(asker: &Asker, open: &[OpenConcern]) -> Option<(usize, usize)> {
    let person = asker.person.as_ref().filter(|_| !asker.own_device)?;
    let mine: Vec<&OpenConcern> = open.iter().filter(|open| open.route.holders.contains(person)).collect();
    (!mine.is_empty()).then(|| (mine.len(), mine.iter().filter(|open| open.late).count()))
}

fn view(app: &App, asker: &Asker, done: Option<String>) -> Page {
    let frame = Frame::of(app, asker, "Today", "/").with_done(done);
    let time = app.setting.time();
    let (now, today) = (app.setting.now(), date_of(time));
    let (state, policy) = (&now.state, &now.policy);
    let door = asker.person.is_none();
    let glance = app.glance(&now, time);
    let alarms = glance.alarms.clone();
    let sum = ratio::sum(state, &policy.catalogue.ratios, today, None);
    let mut people: Vec<PersonRow> = state
        .day
        .people
        .iter()
        .map(|(id, there)| PersonRow {
            id: id.to_string(),
            name: state.people.name(id),
            since: hour(there.since),
            on_break: there.on_break.is_some(),
            supervising: there.supervising,
            phone: words_of(there.put.get(&Item::Phone), state),
            watch: words_of(there.put.get(&Item::Watch), state),
            wrong: alarms.iter().any(|alarm| alarm.about == id.as_str()),
            me: asker.person.as_ref() == Some(id),
        })
        .collect();
    people.sort_by_key(|row| (!row.wrong, !row.me, row.name.to_lowercase()));
    let mut absent: Vec<Choice> = state
        .people
        .here()
        .filter(|(id, _)| !state.day.people.contains_key(*id))
        .map(|(id, person)| (id.to_string(), person.name.words().to_owned()))
        .collect();
    absent.sort_by_key(|(_, name)| name.to_lowercase());
    let mut children: Vec<ChildRow> = state
        .children
        .here()
        .map(|(id, child)| ChildRow {
            id: id.to_string(),
            name: child.name.words().to_owned(),
            here: state.day.children.contains(id),
        })
        .collect();
    children.sort_by_key(|row| row.name.to_lowercase());
    let can = |kind: &str, ability: &str| {
        let kind = state.devices.kind(kind, &policy.catalogue);
        kind.is_some_and(|kind| kind.can.iter().any(|there| there == ability))
    };
    Page {
        door,
        date: today.strftime("%A %-d %B %Y").to_string(),
        open: state.day.open_on(today),
        closed: state.day.closed_on(today),
        overdue: glance.overdue,
        due: glance.due,
        concerns: concerns_of(asker, &glance.concerns),
        fallen: fallen(asker, state, &glance.concerns),
        ratio: (!state.day.children.is_empty()).then(|| Ratio::of(&sum, &policy.catalogue.ratios)),
        people,
        absent,
        children_in: state.day.children.len(),
        children,
        devices: due::out(state)
            .filter_map(|(id, device)| {
                let out = device.out.as_ref()?;
                Some(DeviceRow {
                    id: id.to_string(),
                    name: device.is.name.clone(),
                    who: state.people.name(&out.person),
                    purpose: out.purpose.clone(),
                    since: hour(out.since),
                    assistant: can(&device.is.kind, "assistant"),
                    camera: can(&device.is.kind, "camera"),
                })
            })
            .collect(),
        visitors: state
            .visitors
            .here
            .iter()
            .map(|(id, visit)| VisitorRow {
                id: id.to_string(),
                name: visit.is.name.words().to_owned(),
                organisation: visit.is.organisation.words().to_owned(),
                with: visit.is.supervisor.as_ref().map_or(String::new(), |person| state.people.name(person)),
                since: hour(visit.since),
            })
            .collect(),
        finds: state
            .finds
            .open
            .iter()
            .map(|(id, find)| FindRow {
                id: id.to_string(),
                words: format!("{} found on {}", find.what.words(), state.children.name(&find.child)),
                locked: find.locked.is_some(),
            })
            .collect(),
        exceptions: state
            .exceptions
            .all
            .values()
            .filter(|there| there.until > time)
            .map(|there| {
                let place = there.place.as_ref().map_or(String::new(), |place| format!(" in the {place}"));
                let act = there.act.replace('-', " ");
                format!(
                    "{}: {act}{place}, until {} ({})",
                    state.people.name(&there.person),
                    hour(there.until),
                    there.why.words()
                )
            })
            .collect(),
        put: Put::of(policy, state),
        places: place_choices(state),
        all_devices: state
            .devices
            .settings()
            .map(|(id, device)| (id.to_string(), device.is.name.clone()))
            .collect(),
        today_ids: state
            .children
            .here()
            .map(|(id, child)| (id.to_string(), child.name.words().to_owned()))
            .collect(),
        alarms,
        frame,
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
        "alarms": *view.alarms,
        "due": view.due,
        "overdue": view.overdue,
        "ratio": view.ratio.as_ref().map(|ratio| ratio.words.clone()),
        "lines": view.frame.lines,
    }))
    .into_response()
}
