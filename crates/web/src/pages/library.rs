//! The library: resources on staying safe online, opened in one tap, and where help is.

use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::rendered;
use crate::frame::Frame;
use crate::pages::long_date;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_setting::{library, notices};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "library.html")]
struct Page {
    frame: Frame,
    whom: String,
    choices: [&'static str; 3],
    rows: Vec<Row>,
    links: Vec<(String, String, String)>,
    number: String,
}

struct Row {
    own: Option<String>,
    title: String,
    /// Where it leads, when it is an address.
    href: Option<String>,
    found: String,
    for_whom: String,
    says: String,
    note: String,
}

#[derive(Deserialize, Default)]
pub(crate) struct Which {
    #[serde(default, rename = "for")]
    whom: String,
}

/// An address that a browser may open; anything else is words.
fn href(found: &str) -> Option<String> {
    (found.starts_with("https://") || found.starts_with("http://")).then(|| found.to_owned())
}

pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(which): Query<Which>,
    headers: HeaderMap,
) -> Response {
    let frame = Frame::of(&app, &signed_in.asker, "Library", "/help").with_done(commands::done(&headers));
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let wanted = |for_whom: &[String]| {
        !library::FOR_WHOM.contains(&which.whom.as_str()) || for_whom.contains(&which.whom)
    };
    let own = state.library.own.iter().filter(|(_, own)| wanted(&own.for_whom)).map(|(id, own)| Row {
        own: Some(id.to_string()),
        title: own.title.words().to_owned(),
        href: href(own.found.words()),
        found: own.found.words().to_owned(),
        for_whom: own.for_whom.join(", "),
        says: String::new(),
        note: format!("ours, since {}", long_date(own.since)),
    });
    let known = policy.catalogue.resources.iter().filter(|there| wanted(&there.for_whom)).map(|there| Row {
        own: None,
        title: there.title.clone(),
        href: href(&there.address),
        found: there.address.clone(),
        for_whom: there.for_whom.join(", "),
        says: there.says.clone(),
        note: format!(
            "{}, ages {}; {} {}",
            there.source,
            there.ages,
            if there.verified { "opened on" } else { "address not opened by us; noted on" },
            long_date(there.checked)
        ),
    });
    let mut links = Vec::new();
    for clause in policy.of_control("governance.links").map(|there| there.clause.to_string()) {
        for link in notices::links(&clause, state, policy) {
            links.push((link.name, link.address, clause.clone()));
        }
    }
    let page = Page {
        rows: own.chain(known).collect(),
        choices: library::FOR_WHOM,
        number: state.profile.number.clone(),
        whom: which.whom.clone(),
        links,
        frame,
    };
    drop(now);
    rendered(&page)
}
