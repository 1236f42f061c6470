//! Devices: the register, each device's page, taking and putting back, kinds, enrolment.

use crate::app::App;
use crate::auth::{DEVICE, Leader, SignedIn, key_hash, set_cookie};
use crate::commands;
use crate::error::{Problem, rendered};
use crate::frame::Frame;
use crate::pages::{Choice, people_choices, place_choices};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use belisha_setting::devices::{self, Owner};
use belisha_setting::due::{self, Status};
use belisha_setting::duties::Subject;
use belisha_setting::{Author, Command, DeviceId, Question, ask};

#[derive(Template)]
#[template(path = "devices.html")]
struct Page {
    frame: Frame,
    rows: Vec<Row>,
    kinds: Vec<Choice>,
    own_kinds: Vec<(String, String)>,
    abilities: Vec<Choice>,
    places: Vec<Choice>,
}

struct Row {
    id: String,
    name: String,
    kind: String,
    owner: String,
    where_: String,
    out: bool,
    wrong: Vec<String>,
}

#[derive(Template)]
#[template(path = "device.html")]
struct One {
    frame: Frame,
    id: String,
    is: devices::Particulars,
    kind: String,
    can: String,
    store: String,
    place: String,
    owner: String,
    setting: bool,
    out: Option<(String, String, String)>,
    may_use: (String, &'static str, Vec<String>),
    checks: Vec<(String, String, &'static str, Vec<String>)>,
    assistant: bool,
    /// Whether it makes pictures.
    camera: bool,
    /// Whether pictures may be left on it while it is in its store.
    full: bool,
    notices: Vec<(String, String)>,
    slip: Option<String>,
    enrolled: Option<bool>,
    people: Vec<Choice>,
    places: Vec<Choice>,
    phones: Vec<Choice>,
    kinds: Vec<Choice>,
    purposes: Vec<String>,
    me: String,
    governed_from: String,
    responsible: String,
}

fn purposes(now: &belisha_service::Current) -> Vec<String> {
    let mut purposes: Vec<String> =
        now.policy.rules("take-out").iter().flat_map(|rule| rule.purposes.iter().cloned()).collect();
    purposes.sort();
    purposes.dedup();
    purposes
}

fn kind_choices(now: &belisha_service::Current) -> Vec<Choice> {
    let own = now.state.devices.kinds.iter().map(|(id, own)| (id.clone(), own.title.clone()));
    now.policy.catalogue.kinds.iter().map(|(id, kind)| (id.clone(), kind.title.clone())).chain(own).collect()
}

fn owner(is: &devices::Particulars, state: &belisha_setting::State) -> String {
    match &is.owner {
        Owner::Setting => "the setting".into(),
        Owner::Person(person) => state.people.name(person),
    }
}

pub(crate) async fn page(State(app): State<App>, signed_in: SignedIn, headers: HeaderMap) -> Response {
    let frame = Frame::of(&app, &signed_in.asker, "Devices", "/devices").with_done(commands::done(&headers));
    let time = app.setting.time();
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let items = due::open(state, policy, time);
    let mut rows: Vec<Row> = state
        .devices
        .here()
        .map(|(id, device)| {
            let where_ = match &device.out {
                Some(out) => format!("{} has it for {}", state.people.name(&out.person), out.purpose),
                None => device.is.store.as_ref().map_or("no store on record".to_owned(), |store| {
                    format!("in the {}", state.places.name(store))
                }),
            };
            let subject = Subject::Device(id.clone());
            let wrong = items
                .iter()
                .filter(|item| item.subject == subject && !matches!(item.status, Status::Due { .. }))
                .map(|item| item.does.clone())
                .collect();
            let kind = state.devices.kind(&device.is.kind, &policy.catalogue);
            Row {
                id: id.to_string(),
                name: device.is.name.clone(),
                kind: kind.map_or(device.is.kind.clone(), |kind| kind.title),
                owner: owner(&device.is, state),
                where_,
                out: device.out.is_some(),
                wrong,
            }
        })
        .collect();
    rows.sort_by_key(|row| row.name.to_lowercase());
    let abilities = [
        ("calls", "make calls"),
        ("messages", "send or receive messages"),
        ("internet", "go online"),
        ("camera", "take pictures or film"),
        ("records", "record sound"),
        ("worn", "is worn on the body"),
        ("computer", "is a computer"),
        ("assistant", "listens and answers"),
    ];
    let own = state.devices.kinds.values();
    let page = Page {
        rows,
        kinds: kind_choices(&now),
        own_kinds: own.map(|own| (own.title.clone(), own.can.join(", "))).collect(),
        abilities: abilities.iter().map(|(id, words)| ((*id).to_owned(), (*words).to_owned())).collect(),
        places: place_choices(state),
        frame,
    };
    drop(now);
    rendered(&page)
}

pub(crate) async fn one(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(device): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let time = app.setting.time();
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let id = DeviceId::from(device);
    let there =
        state.devices.active(&id).map_err(|_| Problem::NotFound("There is no such device.".into()))?;
    let frame =
        Frame::of(&app, &signed_in.asker, &there.is.name, "/devices").with_done(commands::done(&headers));
    let kind = state.devices.kind(&there.is.kind, &policy.catalogue);
    let purposes = purposes(&now);
    let question = Question {
        act: "use".into(),
        who: Some(signed_in.person.to_string()),
        device: Some(id.to_string()),
        purpose: purposes.first().cloned(),
        ..Question::default()
    };
    let answer = ask(state, policy, time, &question);
    let says = answer
        .verdict
        .reasons()
        .iter()
        .map(|reason| format!("{} ({})", reason.says, reason.clause))
        .collect::<Vec<_>>();
    let class = if answer.verdict.lets() { "kept" } else { "broken" };
    let verdict = if answer.verdict.lets() { "You may use it" } else { "Not to be used" };
    let subject = Subject::Device(id.clone());
    let checks = due::all(state, policy, time)
        .into_iter()
        .filter(|item| item.subject == subject)
        .map(|item| {
            let (words, class) = match &item.status {
                Status::Done { next: Some(next) } => (format!("done; again by {next}"), "kept"),
                Status::Done { next: None } => ("done".to_owned(), "kept"),
                Status::Due { by } => (format!("due by {by}"), "due"),
                Status::Overdue { by } => (format!("overdue since {by}"), "broken"),
                Status::Failed { on } => (format!("failed on {on}"), "broken"),
            };
            (item.does, words, class, item.clauses)
        })
        .collect();
    let able = |ability: &str| kind.as_ref().is_some_and(|kind| kind.can.iter().any(|can| can == ability));
    let (assistant, camera) = (able("assistant"), able("camera"));
    let shown = belisha_setting::notices::all(state, policy).into_iter();
    let notices =
        shown.filter(|n| assistant && n.sort == "assistant-notice").map(|n| (n.words, n.clause)).collect();
    let phones = state.devices.settings().filter(|(_, device)| {
        let kind = state.devices.kind(&device.is.kind, &policy.catalogue);
        kind.is_some_and(|kind| kind.can.iter().any(|can| can == "calls"))
    });
    let place = |place: &Option<belisha_setting::PlaceId>| {
        place.as_ref().map_or(String::new(), |p| state.places.name(p))
    };
    let page = One {
        can: kind.as_ref().map_or(String::new(), |kind| kind.can.join(", ")),
        kind: kind.map_or(there.is.kind.clone(), |kind| kind.title),
        store: place(&there.is.store),
        place: place(&there.is.place),
        owner: owner(&there.is, state),
        setting: there.is.owner == Owner::Setting,
        out: there.out.as_ref().map(|out| {
            let since = belisha_setting::time_of(out.since).strftime("%H:%M").to_string();
            (state.people.name(&out.person), out.purpose.clone(), since)
        }),
        may_use: (verdict.to_owned(), class, says),
        checks,
        assistant,
        camera,
        full: camera && there.out.is_none() && there.gallery != belisha_setting::devices::Gallery::Clear,
        notices,
        slip: there.slips.last().map(|(_, note)| note.words().to_owned()),
        enrolled: there.enrolled.as_ref().map(|(door, _)| *door),
        people: people_choices(state),
        places: place_choices(state),
        phones: phones.map(|(id, device)| (id.to_string(), device.is.name.clone())).collect(),
        kinds: kind_choices(&now),
        purposes,
        governed_from: there.is.governed_from.as_ref().map_or(String::new(), ToString::to_string),
        responsible: there.is.responsible.as_ref().map_or(String::new(), ToString::to_string),
        is: there.is.clone(),
        id: id.to_string(),
        me: signed_in.person.to_string(),
        frame,
    };
    drop(now);
    Ok(rendered(&page))
}

/// Enrols the tablet that this request comes from: its key goes into its cookie, the key's hash on record.
pub(crate) async fn enrol(
    State(app): State<App>,
    Leader(signed_in): Leader,
    Path(device): Path<String>,
    body: String,
) -> Result<Response, Problem> {
    let fields = commands::fields(&body)?;
    let door = fields.iter().any(|(name, value)| name == "door" && value == "yes");
    let key = format!("{}{}", belisha_ledger::random::id(), belisha_ledger::random::id());
    let id = DeviceId::from(device);
    let command =
        Command::Devices(devices::Command::Enrol { device: id.clone(), door, key_hash: key_hash(&key) });
    let back = format!("/devices/{id}");
    let author = Author::Person(signed_in.person);
    app.setting.submit(author, command).await.map_err(|error| Problem::of(error, &app, &back))?;
    // A year: a tablet is enrolled again when it is given another key.
    let cookie = set_cookie(DEVICE, &format!("{id}.{key}"), Some(31_536_000), app.secure);
    Ok(([(SET_COOKIE, cookie)], Redirect::to(&back)).into_response())
}
