//! Risk assessments: those that stand, where they lie in the matrix, which are to be looked at again.

pub(crate) mod form;
pub(crate) mod one;

use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::rendered;
use crate::layout::Layout;
use crate::view::dates::day;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_setting::assessments::{Assessment, Of, Score};
use belisha_setting::{Author, Context, PersonId, State as Register, date_of, friendships, subject_name};
use serde::Deserialize;

/// How wide and high a cell of the matrix is drawn, in units of its own picture.
const CELL: u16 = 60;

#[derive(Template)]
#[template(path = "assessments.html")]
struct Page {
    layout: Layout,
    overdue_only: bool,
    rows: Vec<Row>,
    matrix: Matrix,
    overdue: usize,
    retired: Vec<(String, String)>,
}

struct Row {
    id: String,
    title: String,
    of: String,
    owner: String,
    owner_left: bool,
    worst: Option<Score>,
    review: String,
    overdue: bool,
}

/// Five by five, with how many hazards lie where.
pub(crate) struct Matrix {
    pub(crate) cells: Vec<Cell>,
    /// The numbers beside it: each with its place across, and up.
    pub(crate) axes: Vec<(u16, u16, u16)>,
    pub(crate) words: Vec<String>,
}

pub(crate) struct Cell {
    pub(crate) x: u16,
    pub(crate) y: u16,
    pub(crate) score: Score,
    pub(crate) count: usize,
}

impl Matrix {
    pub(crate) fn new(scores: &[Score]) -> Self {
        let count = |wanted: &Score| scores.iter().filter(|score| *score == wanted).count();
        let all = (1..=5_u8).flat_map(|likelihood| (1..=5_u8).map(move |severity| (likelihood, severity)));
        let cells: Vec<Cell> = all
            .filter_map(|(likelihood, severity)| {
                let score = Score::new(likelihood, severity)?;
                let (x, y) = (u16::from(severity) * CELL, u16::from(5 - likelihood) * CELL);
                Some(Cell { x, y, score, count: count(&score) })
            })
            .collect();
        let mut filled: Vec<&Cell> = cells.iter().filter(|cell| cell.count > 0).collect();
        filled.sort_by_key(|cell| std::cmp::Reverse(cell.score.rating()));
        let words = filled.iter().map(|cell| {
            let Score { likelihood, severity } = cell.score;
            let hazards =
                if cell.count == 1 { "1 hazard".to_owned() } else { format!("{} hazards", cell.count) };
            let (rating, band) = (cell.score.rating(), cell.score.band().word());
            format!("{hazards} rated {rating}, {band}: likelihood {likelihood}, severity {severity}")
        });
        let axes =
            (1..=5_u16).map(|number| (number, number * CELL + CELL / 2, (5 - number) * CELL + CELL / 2 + 5));
        Self { words: words.collect(), axes: axes.collect(), cells }
    }
}

#[derive(Deserialize, Default)]
pub(crate) struct AssessmentsQuery {
    #[serde(default)]
    overdue: String,
}

pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(which): Query<AssessmentsQuery>,
    headers: HeaderMap,
) -> Response {
    let layout = Layout::new(&app, &signed_in.asker, "Risk assessments", "/assessments")
        .with_done(commands::done(&headers));
    let today = date_of(app.setting.time());
    let now = app.setting.now();
    let state = &now.state;
    let author = Author::Person(signed_in.person.clone());
    let context = Context { state, policy: &now.policy, now: app.setting.time(), author: &author };
    let overdue_only = which.overdue == "yes";
    let readable = |known: &Assessment| may_read(&signed_in.person, known, &context);
    let mut standing: Vec<_> = state.assessments.here().filter(|(_, known)| readable(known)).collect();
    standing.sort_by_key(|(_, known)| known.particulars.review);
    let late = |known: &Assessment| today > known.particulars.review;
    let overdue = standing.iter().filter(|(_, known)| late(known)).count();
    standing.retain(|(_, known)| !overdue_only || late(known));
    let scores: Vec<Score> = standing
        .iter()
        .flat_map(|(_, known)| {
            known.particulars.hazards.iter().map(belisha_setting::assessments::Hazard::now)
        })
        .collect();
    let rows = standing.iter().map(|(id, known)| Row {
        id: id.to_string(),
        title: known.particulars.title.words().to_owned(),
        of: of_words(&known.of, state),
        owner: state.people.name(&known.particulars.owner),
        owner_left: state.people.active(&known.particulars.owner).is_err(),
        worst: known
            .particulars
            .hazards
            .iter()
            .map(belisha_setting::assessments::Hazard::now)
            .max_by_key(|s| s.rating()),
        review: day(known.particulars.review),
        overdue: late(known),
    });
    let over = state.assessments.all.iter().filter(|(_, known)| known.retired && readable(known));
    let page = Page {
        rows: rows.collect(),
        matrix: Matrix::new(&scores),
        overdue,
        retired: over
            .map(|(id, known)| (id.to_string(), known.particulars.title.words().to_owned()))
            .collect(),
        overdue_only,
        layout,
    };
    drop(now);
    rendered(&page)
}

/// The assessment of a friendship is read by the friend and by those who are told of it.
pub(crate) fn may_read(person: &PersonId, known: &Assessment, context: &Context<'_>) -> bool {
    let Of::Friendship(friendship) = &known.of else { return true };
    let friendship = context.state.friendships.all.get(friendship);
    friendship.is_some_and(|known| friendships::may_see(person, known, context))
}

/// What an assessment is of, in words.
pub(crate) fn of_words(of: &Of, state: &Register) -> String {
    match of {
        Of::Outing(outing) => {
            let to =
                state.outings.all.get(outing).map_or("an outing that is over", |outing| outing.to.as_str());
            format!("outing: {to}")
        }
        Of::Site(address) => format!("site: {address}"),
        Of::Other => "something else".to_owned(),
        Of::Kind(_) => format!("new technology: {}", named(of, state)),
        Of::Tool(_) => format!("tool: {}", named(of, state)),
        other => named(other, state),
    }
}

fn named(of: &Of, state: &Register) -> String {
    of.subject().map_or_else(String::new, |subject| subject_name(&subject, state))
}
