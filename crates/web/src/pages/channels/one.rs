//! One channel: who runs it, whose families belong, who looked at it and why.

use super::run_by;
use crate::action::{Action, blank};
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::reasons::Missing;
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::pages::author_name;
use crate::view::badge::{self, Badge};
use crate::view::choices::{self, Choice};
use crate::view::dates::day;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_policy::controls::MailboxHolders;
use belisha_service::Current;
use belisha_setting::channels::{Channel, ChannelKind, Command as Act, gone};
use belisha_setting::duties::{self, Subject};
use belisha_setting::{ChannelId, ChildId, Command, attention, date_of, due};
use jiff::Timestamp;
use std::collections::BTreeSet;

#[derive(Template)]
#[template(path = "channel.html")]
struct Page {
    layout: Layout,
    name: String,
    kind: ChannelKind,
    serves: String,
    run_by: String,
    mine: bool,
    runners: Vec<(String, String, bool)>,
    renewal: Option<Renewal>,
    wrong: Vec<(String, Vec<String>)>,
    belong: Vec<Member>,
    others: Vec<Choice>,
    looks: Vec<(String, String, String, String)>,
    closed: Option<String>,
    acts: Acts,
}

/// How the renewal of a mailbox's password stands.
struct Renewal {
    badge: Badge,
    sign: &'static str,
    clauses: Vec<String>,
}

/// A family on the channel.
struct Member {
    name: String,
    /// Its child is here no more.
    left: bool,
    remove: Action,
}

/// What can be done with the channel.
struct Acts {
    renewed: Action,
    join: Action,
    look: Action,
    change: Action,
    close: Action,
}

impl Acts {
    fn of(id: &ChannelId, channel: &Channel) -> Self {
        let here = format!("/channels/{id}");
        let action = |command| Action::new(&Command::Channels(command)).back(here.clone());
        let renewed = duties::Command::Do {
            duty: MailboxHolders::RENEWED.to_owned(),
            subject: Subject::Mailbox(id.clone()),
            failed: false,
            note: String::new(),
            risk: None,
        };
        Self {
            renewed: Action::new(&Command::Duties(renewed)).back(here.clone()),
            join: action(Act::Join { channel: id.clone(), child: blank() }),
            look: action(Act::Look { channel: id.clone(), finding: blank(), why: blank() }),
            change: action(Act::Set {
                channel: id.clone(),
                name: blank(),
                kind: channel.kind,
                serves: channel.serves.clone(),
                run_by: BTreeSet::new(),
            }),
            close: action(Act::Close { channel: id.clone(), why: blank() }).back("/channels"),
        }
    }
}

pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let now = app.setting.now();
    let (state, time) = (&now.state, app.setting.time());
    let id = ChannelId::from(id);
    let Some(channel) = state.channels.all.get(&id) else {
        return Err(Problem::NotFound(Missing::Channel));
    };
    let layout =
        Layout::new(&app, &signed_in.asker, &channel.name, "/settings").with_done(commands::done(&headers));
    let alarms = attention::all(state, &now.policy, time).into_iter();
    let alarms = alarms.filter(|alarm| alarm.about == id.as_str());
    let looks = channel.looks.iter().map(|look| {
        let by = author_name(&look.by, state);
        (day(date_of(look.at)), by, look.finding.words().to_owned(), look.why.words().to_owned())
    });
    let runs = |person: &str| channel.run_by.iter().any(|runner| runner.as_str() == person);
    let page = Page {
        name: channel.name.clone(),
        kind: channel.kind,
        serves: channel.serves.clone(),
        run_by: run_by(channel, state),
        mine: channel.run_by.contains(&signed_in.person),
        runners: choices::people(state)
            .into_iter()
            .map(|(id, name)| (runs(&id), id, name))
            .map(|(runs, id, name)| (id, name, runs))
            .collect(),
        renewal: renewal(&id, &now, time),
        wrong: alarms.map(|alarm| (alarm.words, alarm.clauses)).collect(),
        belong: channel.belong.keys().map(|child| member(&id, child, &now)).collect(),
        others: choices::children_where(state, |child| !channel.belong.contains_key(child)),
        looks: looks.collect(),
        closed: channel.closed.map(day),
        acts: Acts::of(&id, channel),
        layout,
    };
    drop(now);
    Ok(rendered(&page))
}

fn renewal(id: &ChannelId, now: &Current, time: Timestamp) -> Option<Renewal> {
    let subject = Subject::Mailbox(id.clone());
    let items = due::all(&now.state, &now.policy, time);
    let item = items.into_iter().find(|item| item.subject == subject)?;
    Some(Renewal {
        badge: badge::of_renewal(&item.status),
        sign: badge::sign(&item.status),
        clauses: item.clauses,
    })
}

fn member(id: &ChannelId, child: &ChildId, now: &Current) -> Member {
    let remove = Act::Remove { channel: id.clone(), child: child.clone() };
    Member {
        name: now.state.children.name(child),
        left: gone(child, &now.state),
        remove: Action::new(&Command::Channels(remove)).back(format!("/channels/{id}")),
    }
}
