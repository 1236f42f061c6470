//! The manager's view of a month: who made how many pictures, of whom, with what, for what; what stands out; signed off.

use crate::action::{Action, blank};
use crate::app::App;
use crate::commands;
use crate::error::rendered;
use crate::layout::Layout;
use crate::rights::PictureOverseer;
use crate::view::dates::day;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_policy::Policy;
use belisha_policy::ShownOn;
use belisha_policy::controls::PicturesMonitored;
use belisha_setting::duties::{self, Subject};
use belisha_setting::pictures::{self, Count, View};
use belisha_setting::{ChildId, Command, State as Known, date_of};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "pictures_month.html")]
struct Page {
    layout: Layout,
    month: String,
    before: String,
    after: Option<String>,
    total: usize,
    erased: usize,
    clocks_wrong: usize,
    lists: Vec<(&'static str, Vec<Counted>)>,
    never: Vec<String>,
    pairs: Vec<(String, String, usize)>,
    out_of_hours: Vec<(String, String)>,
    asked: Vec<String>,
    signed: Option<String>,
    note: String,
    look: Action,
}

/// A name, how many, and whether it stands out.
type Counted = (String, usize, bool);

#[derive(Deserialize, Default)]
pub(crate) struct Of {
    #[serde(default)]
    of: Option<String>,
}

pub(crate) async fn page(
    State(app): State<App>,
    PictureOverseer { signed_in }: PictureOverseer,
    Query(Of { of }): Query<Of>,
    headers: HeaderMap,
) -> Response {
    let layout = Layout::new(&app, &signed_in.asker, "A month of pictures", "/pictures")
        .with_done(commands::done(&headers));
    let time = app.setting.time();
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let today = date_of(time);
    let wanted = of.and_then(|of| format!("{of}-01").parse::<Date>().ok());
    let wanted = wanted.unwrap_or(today).first_of_month();
    let view = pictures::month(wanted, state);
    let month = |date: Date| date.strftime("%Y-%m").to_string();
    let next = wanted.saturating_add(1.month());
    let last = state.duties.last(PicturesMonitored::LOOK, &Subject::Setting);
    let note = format!(
        "Pictures of {}: {} taken by {} people with {} devices; {} pairs and {} hours stand out.",
        wanted.strftime("%B %Y"),
        view.total,
        view.people.len(),
        view.devices.len(),
        view.pairs.len(),
        view.out_of_hours.len()
    );
    let look = duties::Command::Do {
        duty: PicturesMonitored::LOOK.to_owned(),
        subject: Subject::Setting,
        failed: false,
        note: blank(),
        risk: None,
    };
    let page = Page {
        month: wanted.strftime("%B %Y").to_string(),
        before: month(wanted.saturating_sub(1.month())),
        after: (next <= today).then(|| month(next)),
        total: view.total,
        erased: view.erased,
        clocks_wrong: view.clocks_wrong,
        never: view
            .children
            .iter()
            .filter(|counted| counted.count == 0)
            .map(|counted| state.children.name(&counted.of))
            .collect(),
        pairs: view
            .pairs
            .iter()
            .map(|(person, child, count)| (state.people.name(person), state.children.name(child), *count))
            .collect(),
        out_of_hours: view
            .out_of_hours
            .iter()
            .map(|(person, when)| (state.people.name(person), when.clone()))
            .collect(),
        asked: policy.shown_on(ShownOn::PictureMonth).into_iter().map(|clause| clause.id.clone()).collect(),
        signed: last.map(|last| day(last.date())),
        lists: lists(&view, state, policy),
        note,
        look: Action::new(&Command::Duties(look)).back("/pictures/month"),
        layout,
    };
    drop(now);
    rendered(&page)
}

/// Who made how many, of whom, with what and for what.
fn lists(view: &View, state: &Known, policy: &Policy) -> Vec<(&'static str, Vec<Counted>)> {
    let purpose = |id: &str| policy.catalogue.purpose(id).map_or(id.to_owned(), |known| known.title.clone());
    let people = view.people.iter().map(|of| (state.people.name(&of.of), of.count, of.outlier));
    let devices = view.devices.iter().map(|of| (state.devices.name(&of.of), of.count, of.outlier));
    let purposes = view.purposes.iter().map(|of| (purpose(&of.of), of.count, false));
    vec![
        ("By whom", people.collect()),
        ("Of whom", of_children(&view.children, state)),
        ("With what", devices.collect()),
        ("For what", purposes.collect()),
    ]
}

fn of_children(counts: &[Count<ChildId>], state: &Known) -> Vec<Counted> {
    let pictured = counts.iter().filter(|counted| counted.count > 0);
    pictured.map(|counted| (state.children.name(&counted.of), counted.count, counted.outlier)).collect()
}
