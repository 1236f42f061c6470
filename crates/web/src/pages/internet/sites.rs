//! Approved sites, sites that were asked for, and sites open on one device for some minutes.

use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::{Problem, rendered};
use crate::frame::Frame;
use crate::pages::{Choice, day};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_setting::sites::{self, Command};
use belisha_setting::{Command as Given, SiteId, internet, time_of};

#[derive(Template)]
#[template(path = "internet_sites.html")]
struct Page {
    frame: Frame,
    sites: Vec<Row>,
    asks: Vec<Asked>,
    lifts: Vec<Open>,
    devices: Vec<Choice>,
}

struct Row {
    id: String,
    title: String,
    names: String,
    why: String,
    clause: Option<String>,
    approved: String,
    review: String,
    late: bool,
}

struct Asked {
    id: String,
    name: String,
    why: String,
    who: String,
    when: String,
}

struct Open {
    id: String,
    name: String,
    device: String,
    until: String,
}

pub(crate) async fn page(State(app): State<App>, signed_in: SignedIn, headers: HeaderMap) -> Response {
    let frame = Frame::of(&app, &signed_in.asker, "Sites", "/internet").with_done(commands::done(&headers));
    let time = app.setting.time();
    let today = belisha_setting::date_of(time);
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let row = |there: sites::Listed| {
        let own = state.sites.approved.get(&there.site);
        let by = own.and_then(|own| own.by.as_ref()).map(|by| state.people.name(by));
        let on = own.map(|own| day(belisha_setting::date_of(own.at)));
        Row {
            names: there.names.join(", "),
            why: own.map_or_else(|| "the policy names it".to_owned(), |own| own.why.words().to_owned()),
            approved: match (by, on) {
                (Some(by), Some(on)) => format!("approved by {by} on {on}"),
                (None, Some(on)) => format!("approved on {on}"),
                _ => "on the list since the policy was adopted".to_owned(),
            },
            review: own.map_or_else(String::new, |own| day(own.review)),
            late: own.is_some_and(|own| own.review < today),
            id: there.site.to_string(),
            title: there.title,
            clause: there.clause,
        }
    };
    let clock = |at| time_of(at).strftime("%H:%M").to_string();
    let asked = |(id, there): (&belisha_setting::AskId, &sites::Ask)| {
        let who = there.by.as_ref().map(|by| state.people.name(by));
        let device = there.device.as_ref().map(|id| state.devices.name(id));
        Asked {
            id: id.to_string(),
            name: there.name.clone(),
            why: there.why.words().to_owned(),
            who: who.or(device.map(|device| format!("at {device}"))).unwrap_or_default(),
            when: format!("{} {}", day(belisha_setting::date_of(there.at)), clock(there.at)),
        }
    };
    let lifts = state.sites.lifts.iter().filter(|(_, lift)| lift.until > time).map(|(id, lift)| Open {
        id: id.to_string(),
        name: lift.name.clone(),
        device: state.devices.name(&lift.device),
        until: clock(lift.until),
    });
    let page = Page {
        sites: sites::approved(state, policy).into_iter().map(row).collect(),
        asks: state.sites.asks.iter().map(asked).collect(),
        lifts: lifts.collect(),
        devices: internet::devices(state, policy)
            .into_iter()
            .map(|(id, there)| (id.to_string(), there.is.name.clone()))
            .collect(),
        frame,
    };
    drop(now);
    rendered(&page)
}

/// `POST /internet/sites`: a site is approved from a form, its names as somebody types them.
pub(crate) async fn approve(
    State(app): State<App>,
    signed_in: SignedIn,
    body: String,
) -> Result<Response, Problem> {
    let fields = commands::fields(&body)?;
    let one =
        |name: &str| fields.iter().find(|(there, _)| there == name).map_or("", |(_, value)| value.as_str());
    let names = one("names").split([' ', ',', '\n', '\r', ';']).filter(|name| !name.is_empty());
    let command = Command::Approve {
        site: SiteId::from(belisha_ledger::random::id()),
        title: one("title").to_owned(),
        names: names.map(str::to_owned).collect(),
        why: one("why").to_owned(),
    };
    super::given(&app, &signed_in, Given::Sites(command), "/internet/sites").await
}
