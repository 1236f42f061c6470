//! Channels: mailboxes, accounts, pages and groups, with who runs each, whose families belong, who may be named.

pub(crate) mod one;

use crate::action::{Action, blank, new_id};
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::rendered;
use crate::layout::Layout;
use crate::view::choices::{self, Choice};
use crate::view::dates::day;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_setting::channels::{self, Channel, ChannelKind};
use belisha_setting::consents::{self, Consent, Of, PURPOSES};
use belisha_setting::{Command, attention, date_of};
use std::collections::BTreeSet;

#[derive(Template)]
#[template(path = "channels.html")]
struct Page {
    layout: Layout,
    rows: Vec<Row>,
    missing: Vec<(String, String)>,
    kinds: Vec<Choice>,
    people: Vec<Choice>,
    children: Vec<Choice>,
    purposes: [&'static str; 4],
    consents: Vec<ConsentRow>,
    set: Action,
    /// An adult agrees to be named.
    agree: Action,
    /// A child's parents agree that it is named.
    agree_for_child: Action,
}

struct Row {
    id: String,
    name: String,
    kind: &'static str,
    serves: String,
    run_by: String,
    held: bool,
    wrong: Vec<String>,
}

struct ConsentRow {
    name: String,
    purpose: String,
    how: String,
    since: String,
    withdraw: Action,
}

const SERVES: [(&str, &str); 5] = [
    ("", "nothing in particular"),
    ("general", "general mail"),
    ("admissions", "admissions"),
    ("public", "the public"),
    ("families", "families who are here now"),
];

fn run_by(channel: &Channel, state: &belisha_setting::State) -> String {
    let names: Vec<String> = channel.run_by.iter().map(|person| state.people.name(person)).collect();
    if names.is_empty() { "nobody".to_owned() } else { belisha_policy::join_and(&names) }
}

pub(crate) async fn page(State(app): State<App>, signed_in: SignedIn, headers: HeaderMap) -> Response {
    let layout =
        Layout::new(&app, &signed_in.asker, "Channels", "/settings").with_done(commands::done(&headers));
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let alarms = attention::all(state, policy, app.setting.time());
    let rows = state.channels.here().map(|(id, channel)| Row {
        id: id.to_string(),
        name: channel.name.clone(),
        kind: channel.kind.title(),
        serves: channel.serves.clone(),
        run_by: run_by(channel, state),
        held: channel.kind == ChannelKind::Mailbox,
        wrong: alarms
            .iter()
            .filter(|alarm| alarm.about == id.as_str())
            .map(|alarm| alarm.words.clone())
            .collect(),
    });
    let set = channels::Command::Set {
        channel: new_id(),
        name: blank(),
        kind: ChannelKind::Mailbox,
        serves: blank(),
        run_by: BTreeSet::new(),
    };
    let page = Page {
        rows: rows.collect(),
        missing: missing(&now),
        kinds: ChannelKind::ALL
            .iter()
            .map(|kind| (kind.word().to_owned(), kind.title().to_owned()))
            .collect(),
        people: choices::people(state),
        children: choices::children(state),
        purposes: PURPOSES,
        consents: consents(state),
        set: Action::new(&Command::Channels(set)).back("/channels"),
        agree: agree(Of::Person(blank())),
        agree_for_child: agree(Of::Child(blank())),
        layout,
    };
    drop(now);
    rendered(&page)
}

fn agree(of: Of) -> Action {
    let give = consents::Command::Give { of, purpose: blank(), how: blank() };
    Action::new(&Command::Consents(give)).back("/channels")
}

fn consents(state: &belisha_setting::State) -> Vec<ConsentRow> {
    let row = |of: &Of, purpose: &String, consent: &Consent| {
        let withdraw = consents::Command::Withdraw { of: of.clone(), purpose: purpose.clone() };
        ConsentRow {
            name: of.name(state),
            purpose: purpose.clone(),
            how: consent.how.words().to_owned(),
            since: day(date_of(consent.since)),
            withdraw: Action::new(&Command::Consents(withdraw)).back("/channels"),
        }
    };
    let given = state.consents.given.iter();
    given
        .flat_map(|(of, given)| given.iter().map(move |(purpose, consent)| row(of, purpose, consent)))
        .collect()
}

/// What the policy names and the register does not have yet.
fn missing(now: &belisha_service::Current) -> Vec<(String, String)> {
    let missing = channels::missing(&now.state, &now.policy).into_iter();
    missing
        .map(|missing| {
            let (serves, kind) = (missing.serves, missing.kind.word());
            (format!("The policy names the {serves} {kind}; it is not here yet."), missing.clause)
        })
        .collect()
}
