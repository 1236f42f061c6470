//! People and children: the registers.

pub(crate) mod one;
pub(crate) mod secrets;

use crate::action::{Action, Button, blank, blank_date, new_id};
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::rendered;
use crate::layout::Layout;
use crate::pages::{is_in, role_titles};
use crate::view::choices::{Choice, name_order};
use crate::view::gone::{self, Gone};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_policy::{Catalogue, RoleInfo};
use belisha_setting::{ChildId, Command, PersonId, State as Known, children, people};

#[derive(Template)]
#[template(path = "people.html")]
struct Page {
    layout: Layout,
    rows: Vec<Row>,
    /// What waits for a second person.
    proposed: Vec<Proposed>,
    children: Vec<ChildRow>,
    roles: Vec<Choice>,
    /// Adults and children who left, for whoever leads.
    left: Vec<Gone>,
    children_left: Vec<Gone>,
    add: Action,
    add_child: Action,
}

/// Something that waits for a second person.
struct Proposed {
    id: String,
    words: String,
    agree: Option<Button>,
    decline: Option<Button>,
    /// Whoever proposed it carries it out with the recovery key, where nobody else is.
    by_key: bool,
}

struct Row {
    id: String,
    name: String,
    roles: String,
    here: bool,
    signed: bool,
    pin: bool,
    counted: bool,
}

struct ChildRow {
    id: String,
    name: String,
    /// Empty for whoever does not lead.
    born: String,
    here: bool,
    /// Their family; empty for whoever does not lead.
    family: String,
    change: Action,
    leave: Action,
}

/// The roles that somebody on the register can have.
fn held_roles(catalogue: &Catalogue) -> impl Iterator<Item = (&String, &RoleInfo)> {
    catalogue.roles.iter().filter(|(id, _)| catalogue.works_here(id))
}

pub(crate) async fn page(State(app): State<App>, signed_in: SignedIn, headers: HeaderMap) -> Response {
    let layout = Layout::new(&app, &signed_in.asker, "People", "/people").with_done(commands::done(&headers));
    let now = app.setting.now();
    let (state, catalogue) = (&now.state, &now.policy.catalogue);
    let mut rows: Vec<Row> = state
        .people
        .here()
        .map(|(id, person)| Row {
            id: id.to_string(),
            name: person.name.words().to_owned(),
            roles: role_titles(&person.roles, catalogue),
            here: is_in(state, id),
            signed: state.adoption.signed_by(id),
            pin: person.pin.is_some(),
            counted: person.counted,
        })
        .collect();
    rows.sort_by_cached_key(|row| name_order(&row.name));
    let add = people::Command::Add {
        person: new_id(),
        name: blank(),
        roles: Vec::new(),
        counted: false,
        level: None,
    };
    let add_child =
        children::Command::Add { child: new_id(), name: blank(), born: blank_date(), family: blank() };
    let page = Page {
        children: child_rows(state, layout.leads),
        roles: held_roles(catalogue).map(|(id, role)| (id.clone(), role.title.clone())).collect(),
        proposed: proposed(state, catalogue, &signed_in.person),
        left: if layout.leads { gone::adults(state) } else { Vec::new() },
        children_left: if layout.leads { gone::of_children(state) } else { Vec::new() },
        add: Action::new(&Command::People(add)).back("/people"),
        add_child: Action::new(&Command::Children(add_child)).back("/permissions"),
        rows,
        layout,
    };
    drop(now);
    rendered(&page)
}

fn proposed(state: &Known, catalogue: &Catalogue, me: &PersonId) -> Vec<Proposed> {
    let all = people::pending_words(state, catalogue).into_iter();
    let holds = state.people.active(me).is_ok_and(|known| !known.posts.is_empty());
    all.filter(|_| holds)
        .filter_map(|(person, words, line)| {
            let known = state.people.proposed.get(&person)?;
            let may = people::may_agree(me, &person, known, state);
            let mine = known.by == *me;
            let button =
                |label: &'static str, command| Button::new(label, &Command::People(command)).back("/people");
            let agree = people::Command::Agree { person: person.clone(), line: Some(line) };
            let decline = people::Command::Decline { person: person.clone() };
            let decline_label = if mine { "Take it back" } else { "No" };
            Some(Proposed {
                id: person.to_string(),
                words,
                agree: (may && !known.agreed.contains(me)).then(|| button("I agree", agree).class("main")),
                decline: people::may_decline(me, &person, known, state)
                    .then(|| button(decline_label, decline).class("quiet")),
                by_key: mine,
            })
        })
        .collect()
}

fn child_rows(state: &Known, leads: bool) -> Vec<ChildRow> {
    let row = |(id, child): (&ChildId, &children::Child)| ChildRow {
        id: id.to_string(),
        name: child.name.words().to_owned(),
        born: if leads { child.born.words().to_owned() } else { String::new() },
        here: state.day.children.contains(id),
        family: if leads { child.family.words().to_owned() } else { String::new() },
        change: Action::new(&Command::Children(children::Command::Change {
            child: id.clone(),
            name: None,
            born: None,
            family: None,
        }))
        .back("/people"),
        leave: Action::new(&Command::Children(children::Command::Leave { child: id.clone() }))
            .back("/people"),
    };
    let mut rows: Vec<ChildRow> = state.children.here().map(row).collect();
    rows.sort_by_cached_key(|row| name_order(&row.name));
    rows
}
