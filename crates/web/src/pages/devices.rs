//! Devices: the register, each device's page, taking and putting back, kinds, enrolment.

pub(crate) mod enrolment;
pub(crate) mod one;

use crate::action::{Action, blank, new_id};
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::rendered;
use crate::layout::Layout;
use crate::view::choices::{self, Choice, name_order};
use crate::view::gone::{self, Gone};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_service::Current;
use belisha_setting::devices::{self, Owner, Particulars};
use belisha_setting::due::{self, Item, Status};
use belisha_setting::duties::Subject;
use belisha_setting::{Command, DeviceId};

#[derive(Template)]
#[template(path = "devices.html")]
struct Page {
    layout: Layout,
    rows: Vec<Row>,
    kinds: Vec<Choice>,
    own_kinds: Vec<(String, String)>,
    abilities: [(&'static str, &'static str); 8],
    places: Vec<Choice>,
    retired: Vec<Gone>,
    add: Action,
    add_kind: Action,
}

struct Row {
    id: String,
    name: String,
    kind: String,
    owner: String,
    kept: String,
    out: bool,
    wrong: Vec<String>,
}

/// What a device of a new kind can do, in words.
const ABILITIES: [(&str, &str); 8] = [
    ("calls", "make calls"),
    ("messages", "send or receive messages"),
    ("internet", "go online"),
    ("camera", "take pictures or film"),
    ("records", "record sound"),
    ("worn", "is worn on the body"),
    ("computer", "is a computer"),
    ("assistant", "listens and answers"),
];

pub(crate) fn kind_choices(now: &Current) -> Vec<Choice> {
    let own = now.state.devices.kinds.iter().map(|(id, own)| (id.clone(), own.title.clone()));
    now.policy.catalogue.kinds.iter().map(|(id, kind)| (id.clone(), kind.title.clone())).chain(own).collect()
}

/// What is on record of a device before anything is said of it.
pub(crate) fn blank_particulars(owner: Owner) -> Particulars {
    Particulars::new(blank::<String>(), blank::<String>(), owner)
}

fn owner(particulars: &Particulars, state: &belisha_setting::State) -> String {
    match &particulars.owner {
        Owner::Setting => "the setting".into(),
        Owner::Person(person) => state.people.name(person),
    }
}

pub(crate) async fn page(State(app): State<App>, signed_in: SignedIn, headers: HeaderMap) -> Response {
    let layout =
        Layout::new(&app, &signed_in.asker, "Devices", "/devices").with_done(commands::done(&headers));
    let now = app.setting.now();
    let items = due::open(&now.state, &now.policy, app.setting.time());
    let mut rows: Vec<Row> =
        now.state.devices.here().map(|(id, device)| row(id, device, &items, &now)).collect();
    rows.sort_by_cached_key(|row| name_order(&row.name));
    let own = now.state.devices.kinds.values();
    let particulars = blank_particulars(Owner::Setting);
    let kind = devices::Command::SetKind { kind: new_id(), title: blank(), can: Vec::new(), sim: false };
    let page = Page {
        rows,
        kinds: kind_choices(&now),
        own_kinds: own.map(|own| (own.title.clone(), own.can.join(", "))).collect(),
        abilities: ABILITIES,
        places: choices::places(&now.state),
        retired: gone::of_devices(&now.state),
        add: Action::new(&Command::Devices(devices::Command::Set { device: new_id(), particulars }))
            .back("/devices"),
        add_kind: Action::new(&Command::Devices(kind)).back("/devices"),
        layout,
    };
    drop(now);
    rendered(&page)
}

fn row(id: &DeviceId, device: &devices::Device, items: &[Item], now: &Current) -> Row {
    let state = &now.state;
    let in_store = || {
        let store = device.particulars.store.as_ref();
        store.map_or("no store on record".to_owned(), |store| format!("in the {}", state.places.name(store)))
    };
    let subject = Subject::Device(id.clone());
    let late = |item: &&Item| item.subject == subject && !matches!(item.status, Status::Due { .. });
    let kind = state.devices.kind(&device.particulars.kind, &now.policy.catalogue);
    Row {
        id: id.to_string(),
        name: device.particulars.name.clone(),
        kind: kind.map_or(device.particulars.kind.clone(), |kind| kind.title),
        owner: owner(&device.particulars, state),
        kept: device.out.as_ref().map_or_else(in_store, |out| {
            format!("{} has it for {}", state.people.name(&out.person), out.purpose)
        }),
        out: device.out.is_some(),
        wrong: items.iter().filter(late).map(|item| item.does.clone()).collect(),
    }
}
