//! Approved sites, sites that were asked for, and sites open on one device for some minutes.

use crate::action::{Action, Button, blank, new_id};
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::view::choices::Choice;
use crate::view::dates::{day, hour};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_setting::sites::{self, Ask, Command, Lift, Listed};
use belisha_setting::{AskId, Command as Given, LiftId, SiteId, State as Known, date_of, internet};
use jiff::civil::Date;

/// How long a site is opened when nothing else is chosen, in minutes.
const LIFT_MINUTES: i64 = 10;

#[derive(Template)]
#[template(path = "internet_sites.html")]
struct Page {
    layout: Layout,
    sites: Vec<Row>,
    asks: Vec<Asked>,
    lifts: Vec<Open>,
    devices: Vec<Choice>,
    lift: Action,
    ask: Action,
}

struct Row {
    title: String,
    names: String,
    why: String,
    clause: Option<String>,
    approved: String,
    review: String,
    late: bool,
    look_again: Button,
    withdraw: Action,
}

struct Asked {
    name: String,
    why: String,
    who: String,
    when: String,
    answer: Action,
}

struct Open {
    name: String,
    device: String,
    until: String,
    end: Button,
}

pub(crate) async fn page(State(app): State<App>, signed_in: SignedIn, headers: HeaderMap) -> Response {
    let layout =
        Layout::new(&app, &signed_in.asker, "Sites", "/internet").with_done(commands::done(&headers));
    let time = app.setting.time();
    let today = date_of(time);
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let lifts = state.sites.lifts.iter().filter(|(_, lift)| lift.until > time);
    let lift =
        Command::Lift { lift: new_id(), name: blank(), device: blank(), minutes: LIFT_MINUTES, why: blank() };
    let ask = Command::Ask { ask: new_id(), name: blank(), device: None, why: blank() };
    let page = Page {
        sites: sites::approved(state, policy).into_iter().map(|listed| row(listed, today, state)).collect(),
        asks: state.sites.asks.iter().map(|(id, ask)| asked(id, ask, state)).collect(),
        lifts: lifts.map(|(id, lift)| open(id, lift, state)).collect(),
        lift: action(lift),
        ask: action(ask),
        devices: internet::devices(state, policy)
            .into_iter()
            .map(|(id, device)| (id.to_string(), device.particulars.name.clone()))
            .collect(),
        layout,
    };
    drop(now);
    rendered(&page)
}

fn action(command: Command) -> Action {
    Action::new(&Given::Sites(command)).back("/internet/sites")
}

fn button(label: &'static str, command: Command) -> Button {
    Button::new(label, &Given::Sites(command)).back("/internet/sites")
}

fn row(listed: Listed, today: Date, state: &Known) -> Row {
    let own = state.sites.approved.get(&listed.site);
    let by = own.and_then(|own| own.by.as_ref()).map(|by| state.people.name(by));
    let on = own.map(|own| day(date_of(own.at)));
    let site = || listed.site.clone();
    Row {
        names: listed.names.join(", "),
        why: own.map_or_else(|| "the policy names it".to_owned(), |own| own.why.words().to_owned()),
        approved: match (by, on) {
            (Some(by), Some(on)) => format!("approved by {by} on {on}"),
            (None, Some(on)) => format!("approved on {on}"),
            _ => "on the list since the policy was adopted".to_owned(),
        },
        review: own.map_or_else(String::new, |own| day(own.review)),
        late: own.is_some_and(|own| own.review < today),
        look_again: button("Looked at it again", Command::Review { site: site(), note: String::new() }),
        withdraw: action(Command::Withdraw { site: site(), why: blank() }),
        title: listed.title,
        clause: listed.clause,
    }
}

fn asked(id: &AskId, ask: &Ask, state: &Known) -> Asked {
    let who = ask.by.as_ref().map(|by| state.people.name(by));
    let device = ask.device.as_ref().map(|id| state.devices.name(id));
    let answer = Command::Answer { ask: id.clone(), yes: false, why: blank(), site: Some(new_id()) };
    Asked {
        name: ask.name.clone(),
        why: ask.why.words().to_owned(),
        who: who.or(device.map(|device| format!("at {device}"))).unwrap_or_default(),
        when: format!("{} {}", day(date_of(ask.at)), hour(ask.at)),
        answer: action(answer),
    }
}

fn open(id: &LiftId, lift: &Lift, state: &Known) -> Open {
    Open {
        name: lift.name.clone(),
        device: state.devices.name(&lift.device),
        until: hour(lift.until),
        end: button("Shut it now", Command::EndLift { lift: id.clone() }),
    }
}

/// `POST /internet/sites`: a site is approved from a form, its names as somebody types them.
pub(crate) async fn approve(
    State(app): State<App>,
    signed_in: SignedIn,
    body: String,
) -> Result<Response, Problem> {
    let fields = commands::fields(&body)?;
    let one =
        |name: &str| fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str());
    let names = one("names").split([' ', ',', '\n', '\r', ';']).filter(|name| !name.is_empty());
    let command = Command::Approve {
        site: SiteId::from(belisha_ledger::random::id()),
        title: one("title").to_owned(),
        names: names.map(str::to_owned).collect(),
        why: one("why").to_owned(),
    };
    super::given(&app, &signed_in, Given::Sites(command), "/internet/sites").await
}
