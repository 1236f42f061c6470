//! The library: resources on staying safe online, opened in one tap, and where help is.

use crate::action::{Action, blank, new_id};
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::rendered;
use crate::layout::Layout;
use crate::view::dates::day;
use crate::view::links::{self, OutsideLink};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_setting::{Command, ResourceId, library};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "library.html")]
struct Page {
    layout: Layout,
    whom: String,
    choices: [&'static str; 3],
    rows: Vec<Row>,
    links: Vec<OutsideLink>,
    add: Action,
    number: String,
}

struct Row {
    /// Takes out a resource of the setting's own.
    retire: Option<Action>,
    title: String,
    /// Where it leads, when it is an address.
    href: Option<String>,
    found: String,
    for_whom: String,
    says: String,
    note: String,
}

#[derive(Deserialize, Default)]
pub(crate) struct LibraryQuery {
    #[serde(default, rename = "for")]
    whom: String,
}

fn retire(id: &ResourceId) -> Action {
    Action::new(&Command::Library(library::Command::Retire { resource: id.clone() })).back("/library")
}

/// An address that a browser may open; anything else is words.
fn href(found: &str) -> Option<String> {
    (found.starts_with("https://") || found.starts_with("http://")).then(|| found.to_owned())
}

pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(which): Query<LibraryQuery>,
    headers: HeaderMap,
) -> Response {
    let layout = Layout::new(&app, &signed_in.asker, "Library", "/help").with_done(commands::done(&headers));
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let wanted = |for_whom: &[String]| {
        !library::FOR_WHOM.contains(&which.whom.as_str()) || for_whom.contains(&which.whom)
    };
    let own = state.library.own.iter().filter(|(_, own)| wanted(&own.for_whom)).map(|(id, own)| Row {
        retire: Some(retire(id)),
        title: own.title.words().to_owned(),
        href: href(own.found.words()),
        found: own.found.words().to_owned(),
        for_whom: own.for_whom.join(", "),
        says: String::new(),
        note: format!("ours, since {}", day(own.since)),
    });
    let known = policy.catalogue.resources.iter().filter(|known| wanted(&known.for_whom)).map(|known| Row {
        retire: None,
        title: known.title.clone(),
        href: href(&known.address),
        found: known.address.clone(),
        for_whom: known.for_whom.join(", "),
        says: known.says.clone(),
        note: format!(
            "{}, ages {}; {} {}",
            known.source,
            known.ages,
            if known.verified { "opened on" } else { "address not opened by us; noted on" },
            day(known.checked)
        ),
    });
    let add =
        library::Command::Add { resource: new_id(), title: blank(), found: blank(), for_whom: Vec::new() };
    let page = Page {
        rows: own.chain(known).collect(),
        choices: library::FOR_WHOM,
        number: state.profile.number.clone(),
        whom: which.whom.clone(),
        links: links::all(state, policy),
        add: Action::new(&Command::Library(add)).back("/library"),
        layout,
    };
    drop(now);
    rendered(&page)
}
