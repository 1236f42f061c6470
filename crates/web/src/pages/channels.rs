//! Channels: mailboxes, accounts, pages and groups, with who runs each, whose families belong, who may be named.

use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::{Problem, rendered};
use crate::frame::Frame;
use crate::pages::{Choice, day, people_choices};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_setting::channels::{Channel, Kind, gone};
use belisha_setting::consents::{Of, PURPOSES};
use belisha_setting::due::{self, Status};
use belisha_setting::duties::Subject;
use belisha_setting::{ChannelId, attention, date_of};

#[derive(Template)]
#[template(path = "channels.html")]
struct Page {
    frame: Frame,
    rows: Vec<Row>,
    missing: Vec<(String, String)>,
    kinds: Vec<Choice>,
    people: Vec<Choice>,
    children: Vec<Choice>,
    purposes: [&'static str; 4],
    consents: Vec<ConsentRow>,
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
    of: String,
    name: String,
    purpose: String,
    how: String,
    since: String,
}

#[derive(Template)]
#[template(path = "channel.html")]
struct One {
    frame: Frame,
    id: String,
    name: String,
    kind: Kind,
    serves: String,
    run_by: String,
    mine: bool,
    runners: Vec<(String, String, bool)>,
    renewal: Option<(String, &'static str, Vec<String>)>,
    wrong: Vec<(String, Vec<String>)>,
    belong: Vec<(String, String, bool)>,
    others: Vec<Choice>,
    looks: Vec<(String, String, String, String)>,
    closed: Option<String>,
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
    let frame =
        Frame::of(&app, &signed_in.asker, "Channels", "/settings").with_done(commands::done(&headers));
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let alarms = attention::all(state, policy, app.setting.time());
    let rows = state.channels.here().map(|(id, channel)| Row {
        id: id.to_string(),
        name: channel.name.clone(),
        kind: channel.kind.title(),
        serves: channel.serves.clone(),
        run_by: run_by(channel, state),
        held: channel.kind == Kind::Mailbox,
        wrong: alarms
            .iter()
            .filter(|alarm| alarm.about == id.as_str())
            .map(|alarm| alarm.words.clone())
            .collect(),
    });
    let mut children: Vec<Choice> =
        state.children.here().map(|(id, child)| (id.to_string(), child.name.words().to_owned())).collect();
    children.sort_by_key(|(_, name)| name.to_lowercase());
    let consents = state.consents.given.iter().flat_map(|(of, given)| {
        given.iter().map(move |(purpose, consent)| ConsentRow {
            of: match of {
                Of::Person(id) => format!(r#"{{"person":"{id}"}}"#),
                Of::Child(id) => format!(r#"{{"child":"{id}"}}"#),
            },
            name: of.name(state),
            purpose: purpose.clone(),
            how: consent.how.words().to_owned(),
            since: day(date_of(consent.since)),
        })
    });
    let page = Page {
        rows: rows.collect(),
        missing: missing(&now),
        kinds: Kind::ALL.iter().map(|kind| (kind.word().to_owned(), kind.title().to_owned())).collect(),
        people: people_choices(state),
        children,
        purposes: PURPOSES,
        consents: consents.collect(),
        frame,
    };
    drop(now);
    rendered(&page)
}

/// What the policy names and the register does not have yet.
fn missing(now: &belisha_service::Current) -> Vec<(String, String)> {
    let there = |kind: Kind, serves: &str| {
        now.state.channels.here().any(|(_, channel)| channel.kind == kind && channel.serves == serves)
    };
    let mailboxes = now.policy.of_control("email.mailbox-holders").flat_map(|adoption| {
        ["general", "admissions"].map(|word| (adoption.clause.to_string(), Kind::Mailbox, word.to_owned()))
    });
    let pages = now.policy.of_control("social.official-pages").flat_map(|adoption| {
        let pages = adoption.params.get("pages").into_iter().flatten();
        pages.map(|word| (adoption.clause.to_string(), Kind::Page, word.clone()))
    });
    mailboxes
        .chain(pages)
        .filter(|(_, kind, word)| !there(*kind, word))
        .map(|(clause, kind, word)| {
            (format!("The policy names the {word} {}; it is not here yet.", kind.word()), clause)
        })
        .collect()
}

pub(crate) async fn one(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let now = app.setting.now();
    let (state, policy, time) = (&now.state, &now.policy, app.setting.time());
    let id = ChannelId::from(id);
    let Some(channel) = state.channels.all.get(&id) else {
        return Err(Problem::NotFound("There is no such channel.".into()));
    };
    let frame =
        Frame::of(&app, &signed_in.asker, &channel.name, "/settings").with_done(commands::done(&headers));
    let subject = Subject::Mailbox(id.clone());
    let renewal =
        due::all(state, policy, time).into_iter().find(|item| item.subject == subject).map(|item| {
            let (words, class) = match item.status {
                Status::Done { next: Some(next) } => (format!("renew the password by {}", day(next)), "kept"),
                Status::Done { next: None } => ("renewed".to_owned(), "kept"),
                Status::Due { by } => (format!("renew the password by {}", day(by)), "due"),
                Status::Overdue { by } | Status::Failed { on: by } => {
                    (format!("the password should have been renewed by {}", day(by)), "broken")
                }
            };
            (words, class, item.clauses)
        });
    let alarms = attention::all(state, policy, time).into_iter();
    let mut others: Vec<Choice> = state
        .children
        .here()
        .filter(|(child, _)| !channel.belong.contains_key(*child))
        .map(|(child, there)| (child.to_string(), there.name.words().to_owned()))
        .collect();
    others.sort_by_key(|(_, name)| name.to_lowercase());
    let belong = channel
        .belong
        .keys()
        .map(|child| (child.to_string(), state.children.name(child), gone(child, state)));
    let looks = channel.looks.iter().map(|look| {
        let by = super::author_name(&look.by, state);
        (day(date_of(look.at)), by, look.what.words().to_owned(), look.why.words().to_owned())
    });
    let runs = |person: &str| channel.run_by.iter().any(|there| there.as_str() == person);
    let page = One {
        name: channel.name.clone(),
        kind: channel.kind,
        serves: channel.serves.clone(),
        run_by: run_by(channel, state),
        mine: channel.run_by.contains(&signed_in.person),
        runners: people_choices(state)
            .into_iter()
            .map(|(id, name)| (runs(&id), id, name))
            .map(|(runs, id, name)| (id, name, runs))
            .collect(),
        renewal,
        wrong: alarms
            .filter(|alarm| alarm.about == id.as_str())
            .map(|alarm| (alarm.words, alarm.clauses))
            .collect(),
        belong: belong.collect(),
        others,
        looks: looks.collect(),
        closed: channel.closed.map(day),
        id: id.to_string(),
        frame,
    };
    drop(now);
    Ok(rendered(&page))
}
