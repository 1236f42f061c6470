//! Raising a concern: under a minute, by anyone, in their own words.

use super::Outside;
use crate::action::{Action, blank};
use crate::app::App;
use crate::asker::Asker;
use crate::error::rendered;
use crate::layout::Layout;
use crate::view::choices::{self, Choice};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use belisha_setting::{Command, concerns};
use serde::Deserialize;

/// At most this many characters are taken over from the page that led here.
const SAID_MAX: usize = 1_000;

#[derive(Template)]
#[template(path = "concern_new.html")]
struct Page {
    layout: Layout,
    /// The concern's id is made with the page, so that the same form sent twice is one concern.
    raise: Action,
    kinds: Vec<KindChoice>,
    chosen: String,
    said: String,
    children: Vec<Choice>,
    adults: Vec<Choice>,
    /// Nobody is signed in: the form asks for a name, and shows nobody else's.
    door: bool,
    urgent: Vec<Outside>,
}

struct KindChoice {
    id: String,
    title: String,
    asks: String,
    images: bool,
}

#[derive(Deserialize)]
pub(crate) struct Chosen {
    #[serde(default)]
    kind: String,
    /// Words to begin with, from the page that led here.
    #[serde(default)]
    said: String,
}

pub(crate) async fn page(State(app): State<App>, asker: Asker, Query(chosen): Query<Chosen>) -> Response {
    let layout = Layout { live: false, ..Layout::new(&app, &asker, "Raise a concern", "/concerns") };
    let now = app.setting.now();
    let (state, catalogue) = (&now.state, &now.policy.catalogue);
    let door = asker.person.is_none();
    let mut kinds: Vec<KindChoice> = catalogue
        .concerns
        .iter()
        .map(|(id, kind)| KindChoice {
            id: id.clone(),
            title: kind.title.clone(),
            asks: kind.asks.clone(),
            images: kind.images,
        })
        .collect();
    // What a child may suffer from comes before what adults did, and "something else" last.
    kinds.sort_by_key(|kind| {
        (kind.id == "other", catalogue.concerns.get(&kind.id).is_some_and(|known| known.about_adults))
    });
    let urgent = ["police", "childrens-services", "childline", "nspcc"];
    let raise = concerns::Command::Raise {
        concern: belisha_ledger::random::id().into(),
        kind: blank(),
        said: blank(),
        child_said: String::new(),
        risk: None,
        children: Vec::new(),
        adults: Vec::new(),
        from: String::new(),
    };
    let page = Page {
        raise: Action::new(&Command::Concerns(raise)).back(if door { "/" } else { "/concerns" }),
        kinds,
        chosen: chosen.kind,
        said: chosen.said.chars().take(SAID_MAX).collect(),
        children: if door { Vec::new() } else { choices::children(state) },
        adults: if door { Vec::new() } else { choices::people(state) },
        door,
        urgent: urgent
            .iter()
            .filter_map(|id| Some(Outside::new(id, catalogue.bodies.get(*id)?, state)))
            .collect(),
        layout,
    };
    drop(now);
    rendered(&page)
}
