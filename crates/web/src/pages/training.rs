//! Training, declarations and signatures as a wall: people and items, with the same facts in words.

use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::rendered;
use crate::frame::Frame;
use crate::pages::{Choice, long_date};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_policy::{Per, Policy};
use belisha_setting::devices::Owner;
use belisha_setting::due::{self, Item, Status};
use belisha_setting::duties::Subject;
use belisha_setting::{Author, Context, PersonId, roles};
use jiff::ToSpan;

/// Somebody counts as new for so many days, and what they have not been told yet is shown by itself.
const NEW_DAYS: i32 = 56;
/// The picture's measures, in its own units: the names, then one square for each item.
const NAMES_WIDE: usize = 150;
const SQUARE: usize = 34;
const HEAD: usize = 30;

#[derive(Template)]
#[template(path = "training.html")]
struct Page {
    frame: Frame,
    columns: Vec<Column>,
    rows: Vec<Row>,
    wide: usize,
    high: usize,
    all: bool,
    new: Vec<(Choice, Vec<String>)>,
    declarable: Vec<Declarable>,
    kinds: Vec<Choice>,
    me: String,
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

/// Something that is declared of a device, and the devices of which it can be.
struct Declarable {
    duty: String,
    title: String,
    clause: String,
    points: Vec<&'static str>,
    devices: Vec<Choice>,
    mine: Vec<(String, &'static str, String)>,
}

/// The items that are asked of people, each once, in the policy's order.
pub(crate) fn columns(items: &[Item], policy: &Policy) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for duty in policy.duties.iter().filter(|duty| duty.per != Per::Login) {
        let of_people = |item: &&Item| item.duty == *duty.key && matches!(item.subject, Subject::Person(_));
        let known = columns.iter().any(|column| column.duty == *duty.key);
        if let (Some(item), false) = (items.iter().find(of_people), known) {
            let (control, part) = duty.key.split_once('/').unwrap_or((&*duty.key, ""));
            let title = policy.catalogue.controls.get(control).map_or(control, |there| there.title.as_str());
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

/// A status as class, sign and words.
fn shown(status: &Status) -> (&'static str, &'static str, String) {
    match status {
        Status::Done { next: Some(next) } => ("kept", "✓", format!("done; lapses {}", long_date(*next))),
        Status::Done { next: None } => ("kept", "✓", "done".to_owned()),
        Status::Due { by } => ("due", "◷", format!("by {}", long_date(*by))),
        Status::Overdue { by } => ("broken", "!", format!("missing since {}", long_date(*by))),
        Status::Failed { on } => ("broken", "!", format!("failed on {}", long_date(*on))),
    }
}

pub(crate) async fn page(State(app): State<App>, signed_in: SignedIn, headers: HeaderMap) -> Response {
    let frame = Frame::of(&app, &signed_in.asker, "Training", "/people").with_done(commands::done(&headers));
    let time = app.setting.time();
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let items = due::all(state, policy, time);
    let columns = columns(&items, policy);
    let author = Author::Person(signed_in.person.clone());
    let context = Context { state, policy, now: time, author: &author };
    let all = state.people.all.get(&signed_in.person).is_some_and(|me| roles::sees_all(me, &context));
    let of = |person: &PersonId| {
        let subject = Subject::Person(person.clone());
        items.iter().filter(move |item| item.subject == subject)
    };
    let mut people: Vec<(&PersonId, String)> = state
        .people
        .here()
        .filter(|(id, _)| all || **id == signed_in.person)
        .map(|(id, person)| (id, person.name.words().to_owned()))
        .collect();
    people.sort_by_key(|(_, name)| name.to_lowercase());
    let rows: Vec<Row> = people
        .iter()
        .enumerate()
        .map(|(at, (id, name))| {
            let y = HEAD + at * SQUARE;
            let cells = columns.iter().map(|column| {
                let item = of(id).find(|item| item.duty == column.duty);
                let (class, sign, words) =
                    item.map_or(("silent", "–", "not asked".to_owned()), |item| shown(&item.status));
                Cell { class, sign, words, x: column.x, y }
            });
            Row { id: id.to_string(), name: name.clone(), cells: cells.collect(), y }
        })
        .collect();
    let since = belisha_setting::date_of(time).saturating_sub(NEW_DAYS.days());
    let new = people.iter().filter(|(id, _)| state.people.all.get(*id).is_some_and(|p| p.since > since));
    let new = new.map(|(id, name)| {
        let open = of(id).filter(|item| item.open()).map(|item| item.does.clone()).collect::<Vec<_>>();
        ((id.to_string(), name.clone()), open)
    });
    let new = new.filter(|(_, open)| !open.is_empty()).collect();
    let mut kinds: Vec<Choice> =
        policy.catalogue.kinds.iter().map(|(id, kind)| (id.clone(), kind.title.clone())).collect();
    kinds.sort_by(|a, b| a.1.cmp(&b.1));
    let page = Page {
        declarable: declarable(&signed_in.person, &items, state, policy),
        wide: NAMES_WIDE + columns.len() * SQUARE + 4,
        high: HEAD + rows.len() * SQUARE + 4,
        me: signed_in.person.to_string(),
        columns,
        rows,
        all,
        new,
        kinds,
        frame,
    };
    drop(now);
    rendered(&page)
}

/// What the policy has declared of devices, with those of this person and the setting's.
fn declarable(
    me: &PersonId,
    items: &[Item],
    state: &belisha_setting::State,
    policy: &Policy,
) -> Vec<Declarable> {
    let duties = policy.duties.iter().filter(|duty| duty.per == Per::DeclaredDevice);
    let mut all: Vec<Declarable> = Vec::new();
    for duty in duties {
        if all.iter().any(|there| *there.duty == *duty.key) {
            continue;
        }
        let home = &*duty.key == "data.home-devices/declared";
        let mine = |owner: &Owner| *owner == Owner::Person(me.clone()) || (*owner == Owner::Setting && !home);
        let here = || state.devices.here().filter(|(_, device)| mine(&device.is.owner));
        let control = duty.key.split('/').next().unwrap_or_default();
        let declared = here().filter_map(|(id, device)| {
            let subject = Subject::Device(id.clone());
            let item = items.iter().find(|item| item.duty == *duty.key && item.subject == subject)?;
            let (class, sign, words) = shown(&item.status);
            Some((device.is.name.clone(), class, format!("{sign} {words}")))
        });
        all.push(Declarable {
            duty: duty.key.to_string(),
            title: policy.catalogue.controls.get(control).map_or(String::new(), |c| c.title.clone()),
            clause: duty.clause.to_string(),
            points: if home {
                vec!["It has a secure password", "It has anti-virus", "It has anti-spyware"]
            } else {
                vec!["It has a password"]
            },
            devices: here().map(|(id, device)| (id.to_string(), device.is.name.clone())).collect(),
            mine: declared.collect(),
        });
    }
    all
}
