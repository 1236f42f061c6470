//! What people ask about the data that is held of them: put on record, acknowledged, answered, erased.

use crate::action::{Action, Button, blank, new_id};
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::rendered;
use crate::layout::Layout;
use crate::pages::author_name;
use crate::view::choices::Choice;
use crate::view::dates::day;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_setting::data_requests::{self, DataRequest, Keeping, Kind, Whom, keeps, waiting};
use belisha_setting::{Command, RequestId, State as Known, date_of};
use jiff::Timestamp;

#[derive(Template)]
#[template(path = "data_requests.html")]
struct Page {
    layout: Layout,
    rows: Vec<Row>,
    erased: Vec<String>,
    children: Vec<Choice>,
    people: Vec<Choice>,
    receive: Vec<(&'static str, Action)>,
}

struct Row {
    asks: &'static str,
    whose: Option<String>,
    from: String,
    words: String,
    came: String,
    /// What it waits for and until when, and whether that is over.
    waits: Option<(String, bool)>,
    acknowledged: Option<String>,
    answered: Option<String>,
    /// Why it is kept, where erasing was asked.
    kept: Vec<String>,
    acknowledge: Option<Action>,
    answer: Option<Action>,
    erase: Option<Button>,
}

fn action(command: data_requests::Command) -> Action {
    Action::new(&Command::DataRequests(command)).back("/data-requests")
}

pub(crate) async fn page(State(app): State<App>, signed_in: SignedIn, headers: HeaderMap) -> Response {
    let layout = Layout::new(&app, &signed_in.asker, "Requests about data", "/data-requests");
    let layout = layout.with_done(commands::done(&headers));
    let time = app.setting.time();
    let now = app.setting.now();
    let state = &now.state;
    let mut all: Vec<(&RequestId, &DataRequest)> = state.data_requests.all.iter().collect();
    all.sort_by_key(|(_, known)| (known.answered.is_some(), std::cmp::Reverse(known.at)));
    let rows = if layout.leads {
        all.into_iter().map(|(id, known)| row(id, known, state, time)).collect()
    } else {
        Vec::new()
    };
    let erased = state.data_requests.erased.iter().map(|(whom, known)| {
        let gone = known.gone.map_or("it is being erased".to_owned(), |at| {
            format!("the key was destroyed on {}", day(date_of(at)))
        });
        format!("{}: by {}, line {}; {gone}.", kind_of(whom), author_name(&known.by, state), known.line)
    });
    let receive = Kind::ALL.into_iter().map(|kind| {
        let command = data_requests::Command::Receive {
            request: new_id(),
            kind,
            whom: None,
            from: blank(),
            words: blank(),
            on: None,
        };
        (kind.words(), action(command))
    });
    let page = Page {
        erased: if layout.leads { erased.collect() } else { Vec::new() },
        children: choices(state.children.all.iter().map(|(id, known)| (id.to_string(), known.name.known()))),
        people: choices(state.people.all.iter().map(|(id, known)| (id.to_string(), known.name.known()))),
        receive: receive.collect(),
        rows,
        layout,
    };
    drop(now);
    rendered(&page)
}

/// Those whose names were not erased, those who left included.
fn choices<'a>(all: impl Iterator<Item = (String, Option<&'a str>)>) -> Vec<Choice> {
    let mut all: Vec<Choice> = all.filter_map(|(id, name)| Some((id, name?.to_owned()))).collect();
    all.sort_by_key(|(_, name)| name.to_lowercase());
    all
}

fn kind_of(whom: &Whom) -> &'static str {
    match whom {
        Whom::Child(_) => "A child and their family",
        Whom::Person(_) => "An adult",
        Whom::Visit(_) => "A visitor",
    }
}

fn row(id: &RequestId, known: &DataRequest, state: &Known, time: Timestamp) -> Row {
    let today = date_of(time);
    let open = known.answered.is_none();
    let waits = waiting(state).into_iter().find(|waiting| waiting.request == *id);
    let waits = waits.map(|waiting| {
        let what = if waiting.acknowledgement { "They are told that it came" } else { "It is answered" };
        (format!("{what} by {}", day(waiting.by)), waiting.by < today)
    });
    let kept: Vec<Keeping> = match &known.whom {
        Some(whom) if known.kind == Kind::Erasure && open => keeps(whom, state, time),
        _ => Vec::new(),
    };
    let may_erase = open && known.kind == Kind::Erasure && known.whom.is_some() && kept.is_empty();
    let command = |command| action(command);
    Row {
        asks: known.kind.words(),
        whose: known.whom.as_ref().map(|whom| match whom {
            Whom::Child(child) => state.children.name(child),
            Whom::Person(person) => state.people.name(person),
            Whom::Visit(_) => "a visitor".to_owned(),
        }),
        from: known.from.words().to_owned(),
        words: known.words.words().to_owned(),
        came: format!("{}, put on record by {}", day(known.on), author_name(&known.by, state)),
        waits,
        acknowledged: known.acknowledged.as_ref().map(|(on, how)| format!("{}: {}", day(*on), how.words())),
        answered: known.answered.as_ref().map(|(on, done, words)| {
            format!("{}{}: {}", day(*on), if *done { ", as was asked" } else { "" }, words.words())
        }),
        kept: kept
            .into_iter()
            .map(|keeping| match keeping.until {
                Some(until) => format!("{}, {}", keeping.why, day(until)),
                None => keeping.why,
            })
            .collect(),
        acknowledge: (open && known.acknowledged.is_none())
            .then(|| command(data_requests::Command::Acknowledge { request: id.clone(), how: blank() })),
        answer: open.then(|| {
            command(data_requests::Command::Answer { request: id.clone(), done: false, words: blank() })
        }),
        erase: may_erase.then(|| {
            let erase = data_requests::Command::Erase { request: id.clone() };
            Button::new("Erase it for good", &Command::DataRequests(erase))
                .back("/data-requests")
                .class("danger")
        }),
    }
}
