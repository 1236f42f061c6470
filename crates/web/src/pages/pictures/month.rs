//! The manager's view of a month: who made how many pictures, of whom, with what, for what; what stands out; signed off.

use crate::app::App;
use crate::commands;
use crate::error::rendered;
use crate::frame::Frame;
use crate::pages::day;
use crate::rights::PictureOverseer;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_setting::date_of;
use belisha_setting::duties::Subject;
use belisha_setting::pictures::{self, Count};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;

/// The duty that a look at this page is.
const LOOK: &str = "cameras.monitored/look";

#[derive(Template)]
#[template(path = "pictures_month.html")]
struct Page {
    frame: Frame,
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
    let frame = Frame::of(&app, &signed_in.asker, "A month of pictures", "/pictures")
        .with_done(commands::done(&headers));
    let time = app.setting.time();
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let today = date_of(time);
    let wanted = of.and_then(|of| format!("{of}-01").parse::<Date>().ok());
    let wanted = wanted.unwrap_or(today).first_of_month();
    let view = pictures::month(wanted, state);
    let named = |name: String, count: usize, outlier: bool| (name, count, outlier);
    let purpose = |id: &str| policy.catalogue.purpose(id).map_or(id.to_owned(), |there| there.title.clone());
    let lists = vec![
        (
            "By whom",
            view.people
                .iter()
                .map(|there| named(state.people.name(&there.of), there.count, there.outlier))
                .collect(),
        ),
        ("Of whom", of_children(&view.children, state)),
        (
            "With what",
            view.devices
                .iter()
                .map(|there| named(state.devices.name(&there.of), there.count, there.outlier))
                .collect(),
        ),
        (
            "For what",
            view.purposes.iter().map(|there| named(purpose(&there.of), there.count, false)).collect(),
        ),
    ];
    let month = |date: Date| date.strftime("%Y-%m").to_string();
    let next = wanted.saturating_add(1.month());
    let last = state.duties.last(LOOK, &Subject::Setting);
    let note = format!(
        "Pictures of {}: {} taken by {} people with {} devices; {} pairs and {} hours stand out.",
        wanted.strftime("%B %Y"),
        view.total,
        view.people.len(),
        view.devices.len(),
        view.pairs.len(),
        view.out_of_hours.len()
    );
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
            .filter(|there| there.count == 0)
            .map(|there| state.children.name(&there.of))
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
        asked: policy.of_control("cameras.monitored").map(|there| there.clause.to_string()).collect(),
        signed: last.map(|last| day(last.on())),
        lists,
        note,
        frame,
    };
    drop(now);
    rendered(&page)
}

fn of_children(counts: &[Count<belisha_setting::ChildId>], state: &belisha_setting::State) -> Vec<Counted> {
    let there = counts.iter().filter(|there| there.count > 0);
    there.map(|there| (state.children.name(&there.of), there.count, there.outlier)).collect()
}
