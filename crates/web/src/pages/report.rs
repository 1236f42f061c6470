//! The committee's page: where the policy stands, on one sheet of paper, with the year as a picture.

use crate::app::App;
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::month_ends::Month;
use crate::pages::training;
use crate::rights::ReportReader;
use crate::view::dates::day;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use belisha_policy::Policy;
use belisha_setting::due::{self, Item, Status};
use belisha_setting::duties::Subject;
use belisha_setting::standing::{self, ClauseStanding, Standing};
use belisha_setting::{Author, Context, State as Known, concerns, date_of};
use jiff::ToSpan;
use jiff::civil::Date;

/// At most this many things are named in one list: the sheet is one page.
const NAMED_MAX: usize = 6;
/// At most so many characters are said of each.
const WORDS_MAX: usize = 110;
/// The picture's measures, in its own units.
const HIGH: usize = 150;
const COLUMN: usize = 44;
/// A part as low as this has no room for its number.
const NUMBER_MIN: usize = 13;

const ORDER: [Standing; 7] = [
    Standing::Kept,
    Standing::ByHand,
    Standing::Due,
    Standing::NotStarted,
    Standing::InPart,
    Standing::NotYetCarriedOut,
    Standing::Broken,
];

#[derive(Template)]
#[template(path = "report.html")]
struct Page {
    layout: Layout,
    title: String,
    version: String,
    today: String,
    counts: Vec<(Standing, usize)>,
    broken: Listed,
    overdue: Listed,
    training: Vec<(String, usize, usize)>,
    signatures: (usize, usize),
    changed: Listed,
    since: Option<String>,
    devices: Devices,
    concerns: Option<Concerns>,
    months: Vec<Column>,
    wide: usize,
}

/// Some things by name, and how many more there are.
struct Listed {
    named: Vec<String>,
    more: usize,
}

impl Listed {
    fn of(mut all: Vec<String>) -> Self {
        let more = all.len().saturating_sub(NAMED_MAX);
        all.truncate(NAMED_MAX);
        for words in all.iter_mut().filter(|words| words.chars().count() > WORDS_MAX) {
            *words = words.chars().take(WORDS_MAX).chain(['…']).collect();
        }
        Self { named: all, more }
    }
}

struct Devices {
    all: usize,
    out: usize,
    overdue: usize,
}

/// Concerns as numbers only, by kind. Those about what an adult did are not even counted: the adult may read this.
struct Concerns {
    open: usize,
    closed: usize,
    kinds: Vec<(String, usize)>,
}

impl Concerns {
    fn new(state: &Known, policy: &Policy) -> Option<Self> {
        let all: Vec<_> = concerns::counted(state, policy).collect();
        let open = all.iter().filter(|concern| concern.closed.is_none()).count();
        let of_kind = |id: &String| all.iter().filter(|concern| concern.kind == *id).count();
        let kinds = policy.catalogue.concerns.iter().map(|(id, kind)| (kind.title.clone(), of_kind(id)));
        let kinds = kinds.filter(|(_, count)| *count > 0).collect();
        (!all.is_empty()).then(|| Self { open, closed: all.len() - open, kinds })
    }
}

/// One month of the picture.
struct Column {
    label: String,
    words: String,
    x: usize,
    parts: Vec<Part>,
}

struct Part {
    class: &'static str,
    sign: &'static str,
    y: usize,
    high: usize,
    count: usize,
}

impl Part {
    fn numbered(&self) -> bool {
        self.high >= NUMBER_MIN
    }
}

fn sign(standing: &Standing) -> &'static str {
    match standing {
        Standing::Kept => "✓",
        Standing::Due => "◷",
        Standing::NotStarted => "–",
        Standing::ByHand => "✎",
        Standing::InPart => "◐",
        Standing::NotYetCarriedOut => "…",
        Standing::Broken => "!",
    }
}

pub(crate) async fn page(
    State(app): State<App>,
    ReportReader { signed_in }: ReportReader,
) -> Result<Response, Problem> {
    let time = app.setting.time();
    let months = app
        .month_ends
        .months(&app.setting)
        .await
        .map_err(|error| Problem::with_way_back(error, "/report"))?;
    let layout = Layout::new(&app, &signed_in.asker, "Report", "/policy");
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let today = date_of(time);
    let standings = standing::all(state, policy, time);
    let author = Author::Person(signed_in.person.clone());
    let context = Context { state, policy, now: time, author: &author };
    let items = due::all(state, policy, time);
    let items = due::readable(items, &signed_in.person, signed_in.asker.own_device, &context);
    let late = |item: &&Item| matches!(item.status, Status::Overdue { .. } | Status::Failed { .. });
    let in_scope: Vec<_> = state.people.here().filter(|(_, person)| due::in_scope(person, policy)).collect();
    let signed = in_scope.iter().filter(|(id, _)| state.adoption.signed_by(id)).count();
    let quarter = last_quarter(&months, today);
    let broken = standings.iter().filter(|clause| clause.standing == Standing::Broken);
    let picture = picture(&months, &standings, today);
    let page = Page {
        title: policy.pack.title.clone(),
        version: policy.pack.version.clone(),
        today: day(today),
        counts: standing::counts(&standings),
        broken: Listed::of(broken.map(why).collect()),
        overdue: Listed::of(items.iter().filter(late).map(|item| item.does.clone()).collect()),
        training: training(&items, policy),
        signatures: (signed, in_scope.len()),
        changed: Listed::of(quarter.map_or_else(Vec::new, |month| changed(month, &standings))),
        since: quarter.map(|month| day(month.end)),
        devices: Devices {
            all: state.devices.settings().count(),
            out: due::out(state).count(),
            overdue: items
                .iter()
                .filter(late)
                .filter(|item| matches!(item.subject, Subject::Device(_)))
                .count(),
        },
        concerns: Concerns::new(state, policy),
        wide: picture.len() * COLUMN + 4,
        months: picture,
        layout,
    };
    drop(now);
    Ok(rendered(&page))
}

/// A clause and what makes it stand where it does.
fn why(clause: &ClauseStanding) -> String {
    let worst = clause.evidence.iter().find(|piece| piece.standing == clause.standing);
    format!("{}: {}", clause.clause, worst.map_or("", |piece| piece.words.as_str()))
}

/// Each item asked of people: for how many it is done or not due yet, of how many.
fn training(items: &[Item], policy: &belisha_policy::Policy) -> Vec<(String, usize, usize)> {
    let columns = training::columns(items, policy).into_iter();
    let counted = columns.map(|column| {
        let of: Vec<&Item> = items
            .iter()
            .filter(|item| item.duty == column.duty && matches!(item.subject, Subject::Person(_)))
            .collect();
        let done = of.iter().filter(|item| matches!(item.status, Status::Done { .. })).count();
        (column.title, done, of.len())
    });
    counted.collect()
}

/// The month end to compare with: the latest that is three months ago or more, or else the first there is.
fn last_quarter(months: &[Month], today: Date) -> Option<&Month> {
    let ago = today.saturating_sub(3.months());
    months.iter().rev().find(|month| month.end <= ago).or_else(|| months.first())
}

/// The clauses that stand elsewhere than they did.
fn changed(then: &Month, now: &[ClauseStanding]) -> Vec<String> {
    let stood =
        |clause: &str| then.clauses.iter().find(|(id, _)| id == clause).map(|(_, standing)| *standing);
    let moved = now.iter().filter_map(|clause| {
        let before = stood(&clause.clause).filter(|before| *before != clause.standing)?;
        Some(format!("{}: {}, was {}", clause.clause, clause.standing.words(), before.words()))
    });
    moved.collect()
}

/// The year as columns, today's last.
fn picture(months: &[Month], now: &[ClauseStanding], today: Date) -> Vec<Column> {
    let clauses = now.iter().map(|clause| (clause.clause.clone(), clause.standing)).collect();
    let now = Month { end: today, clauses };
    let mut columns = Vec::new();
    for (at, month) in months.iter().chain([&now]).enumerate() {
        let all = month.clauses.len().max(1);
        let (mut parts, mut below, mut words) = (Vec::new(), 0, Vec::new());
        for standing in ORDER {
            let count = month.count(standing);
            if count == 0 {
                continue;
            }
            let top = (below + count) * HIGH / all;
            let high = top - below * HIGH / all;
            let class = crate::pages::policy::class(&standing);
            parts.push(Part { class, sign: sign(&standing), y: HIGH - top, high, count });
            words.push(format!("{count} {}", standing.words()));
            below += count;
        }
        let label = if month.end == today { "now".into() } else { month.end.strftime("%b").to_string() };
        columns.push(Column {
            label,
            words: format!("{}: {}", day(month.end), belisha_policy::join_and(&words)),
            x: at * COLUMN,
            parts,
        });
    }
    columns
}
