//! Concerns: those on one's route, raising one, and one concern with its steps.

pub(crate) mod one;
pub(crate) mod raise;
mod shown;

use crate::app::{App, OpenConcern};
use crate::auth::SignedIn;
use crate::charts::{self, Bar};
use crate::commands;
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::view::dates::day;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_policy::Fact;
use belisha_policy::KnownAct;
use belisha_policy::{Body, Catalogue, Policy};
use belisha_setting::ask::{self, Question, Supposition};
use belisha_setting::concerns::{self, Concern};
use belisha_setting::{Author, ConcernId, PersonId, State as Known, date_of};
use jiff::Timestamp;

#[derive(Template)]
#[template(path = "concerns.html")]
struct Page {
    layout: Layout,
    rows: Vec<Row>,
    /// What the person asking raised themself: that it was received, and no more.
    own: Vec<(String, String)>,
    /// Concerns that nobody here may take.
    stuck: usize,
    kinds: Option<String>,
    ages: Option<String>,
    own_device: bool,
    closed: usize,
    all: usize,
    earlier: Option<usize>,
    later: Option<usize>,
}

/// How many concerns are on a page.
const ROWS_ON_A_PAGE: usize = 30;
/// How many of one's own are listed, the latest.
const OWN_SHOWN: usize = 20;

struct Row {
    id: String,
    title: String,
    about: String,
    age: String,
    next: String,
    late: bool,
    fell: bool,
    clauses: Vec<String>,
}

/// How long ago, in words.
pub(crate) fn ago(from: Timestamp, now: Timestamp) -> String {
    let hours = now.duration_since(from).as_hours();
    match hours {
        ..1 => "just now".into(),
        1 => "1 hour ago".into(),
        2..48 => format!("{hours} hours ago"),
        _ => format!("{} days ago", hours / 24),
    }
}

/// A body outside, as a page shows it.
pub(crate) struct Outside {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) purpose: String,
    pub(crate) phone: String,
    pub(crate) address: String,
    pub(crate) when: String,
    pub(crate) local: bool,
    pub(crate) verified: bool,
    pub(crate) checked: String,
}

impl Outside {
    pub(crate) fn new(id: &str, body: &Body, state: &Known) -> Self {
        let local = state.concerns.numbers.get(id).map(|number| number.words().to_owned());
        Self {
            id: id.to_owned(),
            title: body.title.clone(),
            purpose: body.purpose.clone(),
            phone: local.unwrap_or_else(|| body.phone.clone()),
            address: body.address.clone(),
            when: body.when.clone(),
            local: body.local,
            verified: body.verified,
            checked: body.checked.clone(),
        }
    }

    /// All there are.
    pub(crate) fn all(catalogue: &Catalogue, state: &Known) -> Vec<Self> {
        catalogue.bodies.iter().map(|(id, body)| Self::new(id, body, state)).collect()
    }
}

/// Whom a concern is about, by name.
pub(crate) fn about(concern: &Concern, state: &Known) -> String {
    let children = concern.children.iter().map(|child| state.children.name(child));
    let names: Vec<String> =
        children.chain(concern.adults.iter().map(|adult| state.people.name(adult))).collect();
    belisha_policy::join_and(&names)
}

pub(crate) fn title(concern: &Concern, catalogue: &Catalogue) -> String {
    catalogue.concerns.get(&concern.kind).map_or_else(|| concern.kind.clone(), |kind| kind.title.clone())
}

/// Everything that is or was raised and that somebody may open from where they are, the newest first.
pub(crate) fn visible<'a>(
    signed_in: &SignedIn,
    state: &'a Known,
    policy: &Policy,
    now: Timestamp,
) -> Vec<(&'a ConcernId, &'a Concern)> {
    let own_device = signed_in.asker.own_device;
    let may =
        |id: &ConcernId| concerns::may_open(&signed_in.person, id, own_device, state, policy, now).allows();
    let mut all: Vec<_> = state.concerns.all.iter().filter(|(id, _)| may(id)).collect();
    all.sort_by_key(|(_, concern)| std::cmp::Reverse(concern.raised));
    all
}

/// Whether the policy lets somebody open, from where they are, concerns on whose route they are and that are not about
/// them: asked once for a whole list.
fn opens_own(signed_in: &SignedIn, state: &Known, policy: &Policy, now: Timestamp) -> bool {
    let suppose = [(Fact::OnRoute, true), (Fact::AboutAsker, false)];
    let question = Question {
        act: KnownAct::OpenConcern.into(),
        who: Some(signed_in.person.to_string()),
        owner: signed_in.asker.own_device.then(|| "personal".to_owned()),
        suppose: suppose.map(|(fact, yes)| (fact.into(), Supposition::Bool(yes))).into(),
        ..Question::default()
    };
    ask::verdict(state, policy, now, &question).allows()
}

#[derive(serde::Deserialize)]
pub(crate) struct First {
    #[serde(default)]
    from: usize,
}

pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(First { from }): Query<First>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let layout =
        Layout::new(&app, &signed_in.asker, "Concerns", "/concerns").with_done(commands::done(&headers));
    let time = app.setting.time();
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let open = app.summary(&now, time).concerns;
    let may = opens_own(&signed_in, state, policy, time);
    let mine: Vec<(&OpenConcern, &Concern)> = open
        .iter()
        .filter(|open| may && open.route.holders.contains(&signed_in.person))
        .filter_map(|open| Some((open, state.concerns.all.get(&open.id)?)))
        .collect();
    let (mut by_kind, mut by_age) = (Bar::counter(), Bar::counter());
    for (_, concern) in &mine {
        let kind = policy.catalogue.concerns.get(&concern.kind);
        by_kind.add(kind.map_or(concern.kind.as_str(), |kind| &kind.title));
        by_age.add(match time.duration_since(concern.raised).as_hours() / 24 {
            ..1 => "under a day",
            1..7 => "under a week",
            7..28 => "under four weeks",
            _ => "four weeks and more",
        });
    }
    let rows = mine.iter().skip(from).take(ROWS_ON_A_PAGE).map(|(open, concern)| Row {
        id: open.id.to_string(),
        title: title(concern, &policy.catalogue),
        about: about(concern, state),
        age: ago(concern.raised, time),
        next: open.route.next().map_or("Nothing left to do: close it.".into(), |step| {
            let by = belisha_setting::london(step.by).strftime("%-d %b, %H:%M");
            format!("Next, by {by}: {}", step.text.does)
        }),
        late: open.late,
        fell: open.route.fell,
        clauses: open.route.clauses.clone(),
    });
    let me = Author::Person(signed_in.person.clone());
    let by_me = |open: &&OpenConcern| state.concerns.all.get(&open.id).is_some_and(|known| known.by == me);
    let page = Page {
        kinds: charts::bars("Open concerns by kind", by_kind.bars()),
        ages: charts::bars("Open concerns by age", by_age.bars()),
        rows: rows.collect(),
        own: own(&signed_in.person, state, policy),
        stuck: open.iter().filter(|open| open.route.nobody()).filter(by_me).count(),
        own_device: signed_in.asker.own_device,
        closed: state.concerns.all.len() - state.concerns.open.len(),
        earlier: (from > 0).then(|| from.saturating_sub(ROWS_ON_A_PAGE)),
        later: (mine.len() > from + ROWS_ON_A_PAGE).then_some(from + ROWS_ON_A_PAGE),
        all: mine.len(),
        layout,
    };
    drop(now);
    Ok(rendered(&page))
}

/// What somebody raised themself, the latest first: that it was received, and no more.
fn own(person: &PersonId, state: &Known, policy: &Policy) -> Vec<(String, String)> {
    let raised = state.concerns.raised_by.get(person).into_iter().flatten().rev();
    let raised = raised.filter_map(|id| state.concerns.all.get(id)).take(OWN_SHOWN);
    let row = |concern: &Concern| {
        let when = day(date_of(concern.raised));
        let stand = match (&concern.closed, &concern.read) {
            (Some(_), _) => "closed",
            (None, Some(_)) => "it is being looked at",
            (None, None) => "received, not read yet",
        };
        (title(concern, &policy.catalogue), format!("{when}: {stand}"))
    };
    raised.map(row).collect()
}
