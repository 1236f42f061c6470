//! Training, declarations and signatures as a wall: people and items, with the same facts in words.

mod declared;

use crate::action::{Action, new_id};
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::rendered;
use crate::layout::Layout;
use crate::pages::devices::blank_particulars;
use crate::view::badge::{self, Badge};
use crate::view::choices::{self, Choice};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_policy::{Per, Policy};
use belisha_setting::devices::{self, Owner};
use belisha_setting::due::{self, Item};
use belisha_setting::duties::Subject;
use belisha_setting::{Author, Command, Context, State as Known, date_of, roles};
use declared::{Declarable, declarable};
use jiff::ToSpan;
use jiff::civil::Date;

/// Somebody counts as new for so many days, and what they have not been told yet is shown by itself.
const NEW_DAYS: i32 = 56;
/// The picture's measures, in its own units: the names, then one square for each item.
const NAMES_WIDE: usize = 150;
const SQUARE: usize = 34;
const HEAD: usize = 30;

#[derive(Template)]
#[template(path = "training.html")]
struct Page {
    layout: Layout,
    columns: Vec<Column>,
    rows: Vec<Row>,
    wide: usize,
    high: usize,
    all: bool,
    new: Vec<(Choice, Vec<String>)>,
    declarable: Vec<Declarable>,
    kinds: Vec<Choice>,
    add_device: Action,
}

/// One item: what is asked, by which clauses.
pub(crate) struct Column {
    pub(crate) duty: String,
    pub(crate) title: String,
    pub(crate) every: String,
    pub(crate) clauses: Vec<String>,
    x: usize,
}

struct Row {
    id: String,
    name: String,
    cells: Vec<Cell>,
    y: usize,
}

/// Where one item stands for one person.
struct Cell {
    class: &'static str,
    sign: &'static str,
    words: String,
    x: usize,
    y: usize,
}

/// The items that are asked of people, each once, in the policy's order.
pub(crate) fn columns(items: &[Item], policy: &Policy) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for duty in policy.duties.iter().filter(|duty| duty.per != Per::Login) {
        let of_people = |item: &&Item| item.duty == *duty.key && matches!(item.subject, Subject::Person(_));
        let known = columns.iter().any(|column| column.duty == *duty.key);
        if let (Some(item), false) = (items.iter().find(of_people), known) {
            let (control, part) = duty.key.split_once('/').unwrap_or((&*duty.key, ""));
            let title = policy.catalogue.controls.get(control).map_or(control, |known| known.title.as_str());
            columns.push(Column {
                duty: item.duty.clone(),
                title: format!("{title} ({part})"),
                every: item.every.clone(),
                clauses: item.clauses.clone(),
                x: NAMES_WIDE + columns.len() * SQUARE,
            });
        }
    }
    columns
}

pub(crate) async fn page(State(app): State<App>, signed_in: SignedIn, headers: HeaderMap) -> Response {
    let layout =
        Layout::new(&app, &signed_in.asker, "Training", "/people").with_done(commands::done(&headers));
    let time = app.setting.time();
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let items = due::all(state, policy, time);
    let columns = columns(&items, policy);
    let author = Author::Person(signed_in.person.clone());
    let context = Context { state, policy, now: time, author: &author };
    let all = state.people.all.get(&signed_in.person).is_some_and(|me| roles::sees_all(me, &context));
    let people = choices::people_where(state, |id| all || *id == signed_in.person);
    let wall = people.iter().enumerate().map(|(number, person)| row(number, person, &columns, &items));
    let rows: Vec<Row> = wall.collect();
    let since = date_of(time).saturating_sub(NEW_DAYS.days());
    let particulars = blank_particulars(Owner::Person(signed_in.person.clone()));
    let add_device = devices::Command::Set { device: new_id(), particulars };
    let mut kinds: Vec<Choice> =
        policy.catalogue.kinds.iter().map(|(id, kind)| (id.clone(), kind.title.clone())).collect();
    kinds.sort_by(|a, b| a.1.cmp(&b.1));
    let page = Page {
        declarable: declarable(&signed_in.person, &items, state, policy),
        wide: NAMES_WIDE + columns.len() * SQUARE + 4,
        high: HEAD + rows.len() * SQUARE + 4,
        new: newcomers(people, since, &items, state),
        add_device: Action::new(&Command::Devices(add_device)).back("/training"),
        columns,
        rows,
        all,
        kinds,
        layout,
    };
    drop(now);
    rendered(&page)
}

fn items_of<'a>(person: &str, items: &'a [Item]) -> impl Iterator<Item = &'a Item> {
    let subject = Subject::Person(person.into());
    items.iter().filter(move |item| item.subject == subject)
}

/// One person's row of the wall.
fn row(number: usize, (id, name): &Choice, columns: &[Column], items: &[Item]) -> Row {
    let y = HEAD + number * SQUARE;
    let cell = |column: &Column| {
        let item = items_of(id, items).find(|item| item.duty == column.duty);
        let not_asked = ("–", Badge { class: "silent", words: "not asked".to_owned() });
        let (sign, badge) =
            item.map_or(not_asked, |item| (badge::sign(&item.status), badge::of_declaration(&item.status)));
        Cell { class: badge.class, sign, words: badge.words, x: column.x, y }
    };
    Row { id: id.clone(), name: name.clone(), cells: columns.iter().map(cell).collect(), y }
}

/// Those who came after a day, with what is open for each; who has nothing open is left out.
fn newcomers(people: Vec<Choice>, since: Date, items: &[Item], state: &Known) -> Vec<(Choice, Vec<String>)> {
    let came = |id: &str| state.people.all.get(id).is_some_and(|person| person.since > since);
    let new = people.into_iter().filter(|(id, _)| came(id)).map(|person| {
        let open = items_of(&person.0, items).filter(|item| item.open()).map(|item| item.does.clone());
        let open = open.collect();
        (person, open)
    });
    new.filter(|(_, open): &(Choice, Vec<String>)| !open.is_empty()).collect()
}
