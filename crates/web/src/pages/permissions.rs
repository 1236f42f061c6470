//! Who may be in pictures, for what: the table that everybody on the team reads, and what changed in it.

pub(crate) mod child;
pub(crate) mod link;

use crate::action::Action;
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::rendered;
use crate::layout::Layout;
use crate::view::choices::name_order;
use crate::view::clauses::quoted;
use crate::view::dates::day;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_policy::KnownRole;
use belisha_policy::ShownOn;
use belisha_setting::permissions::{self, Standing};
use belisha_setting::{ChildId, Command, date_of};

#[derive(Template)]
#[template(path = "permissions.html")]
struct Page {
    layout: Layout,
    purposes: Vec<String>,
    rows: Vec<Row>,
    unanswered: usize,
    changes: Vec<(String, String, bool)>,
    read: Action,
    unread: Vec<String>,
    clauses: Vec<(String, String)>,
}

struct Row {
    id: String,
    name: String,
    refuses: bool,
    cells: Vec<(&'static str, &'static str, &'static str)>,
    open: bool,
}

/// Sign, word and class of a standing: told apart by shape and word, and by colour only besides.
pub(crate) fn sign(standing: Standing) -> (&'static str, &'static str, &'static str) {
    match standing {
        Standing::Yes(_) | Standing::Once(_) => ("●", "yes", "kept"),
        Standing::Unanswered => ("▲", "not answered: no", "due"),
        Standing::ChildRefuses(_) => ("■", "no: the child", "broken"),
        _ => ("■", "no", "broken"),
    }
}

pub(crate) async fn page(State(app): State<App>, signed_in: SignedIn, headers: HeaderMap) -> Response {
    let layout = Layout::new(&app, &signed_in.asker, "Who may be in pictures", "/pictures")
        .with_done(commands::done(&headers));
    let today = date_of(app.setting.time());
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let purposes = &policy.catalogue.purposes;
    let row = |id: &ChildId, name: &str| Row {
        id: id.to_string(),
        name: name.to_owned(),
        refuses: state.permissions.of.get(id).is_some_and(|known| known.refuses.is_some()),
        cells: purposes
            .iter()
            .map(|purpose| sign(permissions::standing(id, &purpose.id, today, state)))
            .collect(),
        open: !permissions::unanswered(id, purposes, state).is_empty(),
    };
    let mut rows: Vec<Row> = state.children.here().map(|(id, child)| row(id, child.name.words())).collect();
    rows.sort_by_cached_key(|row| name_order(&row.name));
    let title = |purpose: &Option<String>| {
        let known = purpose.as_ref().and_then(|purpose| policy.catalogue.purpose(purpose));
        known.map_or_else(|| "any pictures".to_owned(), |known| known.title.clone())
    };
    let changes = state.permissions.unread(&signed_in.person).map(|change| {
        let what = format!("{}: {}", state.children.name(&change.child), title(&change.purpose));
        (day(date_of(change.at)), what, change.permitted)
    });
    let team = state.people.here().filter(|(_, person)| person.has_role(KnownRole::Team, &policy.catalogue));
    let unread = team.filter(|(id, _)| state.permissions.unread(id).next().is_some());
    let read = permissions::Command::Read { person: signed_in.person.clone() };
    let page = Page {
        purposes: purposes.iter().map(|purpose| purpose.title.clone()).collect(),
        unanswered: rows.iter().filter(|row| row.open).count(),
        rows,
        changes: changes.collect(),
        read: Action::new(&Command::Permissions(read)).back("/permissions"),
        unread: unread.map(|(_, person)| person.name.words().to_owned()).collect(),
        clauses: quoted(policy, ShownOn::Permissions),
        layout,
    };
    drop(now);
    rendered(&page)
}
