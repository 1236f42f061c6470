//! By what the filter knows the devices, what visitors may, the filter's own test, and how much was looked up.

use crate::action::Button;
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::reasons::{Failure, Unreadable};
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::view::dates::day;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_policy::controls::Filtering;
use belisha_setting::devices::Device;
use belisha_setting::duties::{self, Subject};
use belisha_setting::network::Command;
use belisha_setting::{Command as Given, DeviceId, internet};
use jiff::ToSpan;
use std::net::IpAddr;

#[derive(Template)]
#[template(path = "internet_network.html")]
struct Page {
    layout: Layout,
    rows: Vec<Row>,
    visitors: bool,
    listening: Vec<String>,
    lists: Vec<ListRow>,
    from: String,
    to: String,
    tested: Option<String>,
    tests: bool,
    set_visitors: Button,
}

struct Row {
    id: String,
    name: String,
    addresses: String,
    known: bool,
    token: String,
    children: bool,
    opened: u64,
    refused: u64,
    sessions: usize,
}

struct ListRow {
    title: String,
    category: String,
    names: usize,
    source: String,
    /// The day it was last fetched, where it comes from an address.
    fetched: Option<String>,
    /// The day it was last tried in vain, and why.
    trouble: Option<(String, String)>,
}

fn day_words(at: jiff::Timestamp) -> String {
    day(belisha_setting::date_of(at))
}

pub(crate) async fn page(State(app): State<App>, signed_in: SignedIn, headers: HeaderMap) -> Response {
    let layout =
        Layout::new(&app, &signed_in.asker, "The filter", "/internet").with_done(commands::done(&headers));
    let time = app.setting.time();
    let today = belisha_setting::date_of(time);
    let from = today.saturating_sub(6.days());
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let week = state.network.between(from, today);
    let row = |(id, device): (&DeviceId, &Device)| {
        let known = state.network.known.get(id);
        let counts = week.get(id).copied().unwrap_or_default();
        let addresses =
            known.map(|known| known.addresses.iter().map(ToString::to_string).collect::<Vec<_>>());
        let sessions = state.online.sessions.values().filter(|session| {
            session.devices.contains(id) && belisha_setting::date_of(session.since) >= from
        });
        Row {
            id: id.to_string(),
            name: device.particulars.name.clone(),
            addresses: addresses.unwrap_or_default().join(" "),
            // Whoever knows the name can ask as that device.
            token: known.and_then(|known| known.name.clone()).filter(|_| layout.leads).unwrap_or_default(),
            known: known.is_some(),
            children: device.particulars.for_children,
            opened: counts.opened,
            refused: counts.refused,
            sessions: sessions.count(),
        }
    };
    let tested = state.duties.last(Filtering::TEST, &Subject::Setting).map(|last| {
        let how = if last.passed { "it held" } else { "something was wrong" };
        format!("Last tested on {}: {how}.", day(last.date()))
    });
    let listening = app.internet.as_ref().map(|internet| internet.addresses()).unwrap_or_default();
    let lists = app.internet.as_ref().map(|internet| internet.lists()).unwrap_or_default();
    let page = Page {
        rows: internet::devices(state, policy).into_iter().map(row).collect(),
        visitors: state.network.visitors,
        listening: listening.iter().map(ToString::to_string).collect(),
        lists: lists
            .into_iter()
            .map(|list| ListRow {
                title: list.title,
                category: list.category,
                names: list.names,
                source: list.source,
                fetched: list.fetching.as_ref().and_then(|fetching| fetching.fetched).map(day_words),
                trouble: list.fetching.and_then(|last| Some((day_words(last.tried?), last.trouble?))),
            })
            .collect(),
        from: day(from),
        to: day(today),
        tested,
        tests: policy.duties.iter().any(|duty| *duty.key == *Filtering::TEST),
        set_visitors: set_visitors(state.network.visitors),
        layout,
    };
    drop(now);
    rendered(&page)
}

/// Lets visitors online, or, where they are, shuts it to them.
fn set_visitors(online: bool) -> Button {
    let command = Given::Network(Command::SetVisitors { open: !online });
    let button = if online {
        Button::new("Shut it to visitors", &command).class("main")
    } else {
        Button::new("Let visitors online", &command)
    };
    button.back("/internet/network")
}

/// `POST /internet/network`: by what the filter knows a device, as somebody types it.
pub(crate) async fn place(
    State(app): State<App>,
    signed_in: SignedIn,
    body: String,
) -> Result<Response, Problem> {
    let fields = commands::fields(&body)?;
    let one =
        |name: &str| fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str());
    let words = one("addresses").split([' ', ',', ';', '\n', '\r']).filter(|word| !word.is_empty());
    let addresses = words.map(|word| word.parse::<IpAddr>().map_err(|_| word)).collect::<Result<Vec<_>, _>>();
    let addresses = addresses
        .map_err(|word| Problem::Unreadable(Unreadable::NetworkAddress { word: word.to_owned() }))?;
    let name = one("name").trim();
    let command = Command::Place {
        device: DeviceId::from(one("device")),
        addresses,
        name: (!name.is_empty()).then(|| name.to_owned()),
    };
    super::given(&app, &signed_in, Given::Network(command), "/internet/network").await
}

/// `POST /internet/network/test`: on every device, a name that must be shut and one that must resolve are looked up as
/// that device would, and what came of it is put on record as the duty's doing.
pub(crate) async fn test(State(app): State<App>, signed_in: SignedIn) -> Result<Response, Problem> {
    let internet = app.internet.clone();
    let internet = internet.ok_or(Problem::Failed(Failure::NoFilter))?;
    let outcome = internet.test();
    let note = format!("{} devices tested. {}", outcome.devices, outcome.wrong.join(" "));
    let command = duties::Command::Do {
        duty: Filtering::TEST.to_owned(),
        subject: Subject::Setting,
        failed: !outcome.wrong.is_empty(),
        note: note.trim().to_owned(),
        risk: None,
    };
    super::given(&app, &signed_in, Given::Duties(command), "/internet/network").await
}
