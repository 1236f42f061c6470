//! Due: what is to be done, by whom, and putting it on record.

use crate::action::{Action, blank};
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::rendered;
use crate::layout::Layout;
use askama::Template;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use belisha_policy::EvidencedBy;
use belisha_policy::RenewedBy;
use belisha_setting::due::{self, Status};
use belisha_setting::duties::{self, Subject};
use belisha_setting::{Author, Command, Context};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "due.html")]
struct Page {
    layout: Layout,
    everything: bool,
    rows: Vec<Row>,
    /// Facts that rules wait for, and evidence of what is done by hand: shown with everything.
    facts: Vec<Row>,
    hidden: usize,
}

struct Row {
    /// Puts it on record.
    record: Action,
    /// Puts right what failed.
    remedy: Option<Action>,
    /// Takes back what was ticked by mistake.
    take_back: Option<Action>,
    does: String,
    clauses: Vec<String>,
    when: String,
    class: &'static str,
    status: &'static str,
    who: String,
    every: String,
    finds: bool,
    by_count: bool,
    by_secret: bool,
    note: bool,
    /// The page on which it is done instead, and the words of the link to it.
    elsewhere: Option<(String, &'static str)>,
}

#[derive(Deserialize, Default)]
pub(crate) struct DueQuery {
    #[serde(default)]
    all: String,
}

pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(which): Query<DueQuery>,
    headers: HeaderMap,
) -> Response {
    let layout = Layout::new(&app, &signed_in.asker, "Due", "/due").with_done(commands::done(&headers));
    let time = app.setting.time();
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let everything = which.all == "yes";
    let author = Author::Person(signed_in.person.clone());
    let context = Context { state, policy, now: time, author: &author };
    let all = due::all(state, policy, time).into_iter().filter(|item| everything || item.open()).collect();
    let items = due::readable(all, &signed_in.person, signed_in.asker.own_device, &context);
    let all = items.len();
    let mine = items.into_iter().filter(|item| item.is_for(&signed_in.person, &context));
    let rows: Vec<Row> = mine
        .map(|item| {
            let last = state.duties.last(&item.duty, &item.subject);
            let mine = layout.leads || last.is_some_and(|last| last.by == author);
            row(item, policy, mine)
        })
        .collect();
    let facts = if everything { facts(&signed_in, &layout, &context) } else { Vec::new() };
    let page = Page { hidden: all - rows.len(), rows, facts, everything, layout };
    drop(now);
    rendered(&page)
}

/// The facts that whoever asks may see, each with what puts it on record.
fn facts(signed_in: &SignedIn, layout: &Layout, context: &Context<'_>) -> Vec<Row> {
    let Context { state, policy, author, .. } = *context;
    let all = due::facts(state, policy, context.now);
    let known: std::collections::BTreeMap<(String, Subject), bool> =
        all.iter().map(|(item, is_so)| ((item.duty.clone(), item.subject.clone()), *is_so)).collect();
    let items = all.into_iter().map(|(item, _)| item).collect();
    let items = due::readable(items, &signed_in.person, signed_in.asker.own_device, context);
    let mine = items.into_iter().filter(|item| item.is_for(&signed_in.person, context));
    let row = |item: due::Item| {
        let is_so = known.get(&(item.duty.clone(), item.subject.clone())).copied().unwrap_or(false);
        let last = state.duties.last(&item.duty, &item.subject);
        let mine = layout.leads || last.is_some_and(|last| last.by == *author);
        let row = row(item, policy, mine && is_so);
        if is_so {
            return Row { status: "on record", ..row };
        }
        Row { status: "not on record", class: "silent", when: String::new(), ..row }
    };
    mine.map(row).collect()
}

/// The page on which another register keeps a duty.
fn kept_at(duty: &str, policy: &belisha_policy::Policy) -> Option<(String, &'static str)> {
    let duty = policy.duties.iter().find(|known| *known.key == *duty)?;
    Some(match duty.evidenced_by.as_ref()? {
        EvidencedBy::AdultsCode => ("/codes/adults".into(), "To the code"),
        EvidencedBy::ChildrensCode => ("/codes/children".into(), "To the children's code"),
        EvidencedBy::Notice(_) => ("/families".into(), "To the families"),
        EvidencedBy::Teaching => ("/internet/children".into(), "To what the children are taught"),
        EvidencedBy::PermissionForm | EvidencedBy::PermissionNotices => {
            ("/permissions".into(), "To the permissions")
        }
    })
}

fn row(item: due::Item, policy: &belisha_policy::Policy, may_take_back: bool) -> Row {
    let catalogue = &policy.catalogue;
    let (status, class, when) = match &item.status {
        Status::Failed { on } => ("failed", "broken", format!("since {on}")),
        Status::Overdue { by } => ("overdue", "broken", format!("since {by}")),
        Status::Due { by } => ("due", "due", format!("by {by}")),
        Status::Done { next: Some(next) } => ("done", "kept", format!("again by {next}")),
        Status::Done { next: None } => ("done", "kept", String::new()),
    };
    let record = duties::Command::Do {
        duty: item.duty.clone(),
        subject: item.subject.clone(),
        failed: false,
        note: blank(),
        risk: None,
    };
    let remedy = || {
        let (duty, subject) = (item.duty.clone(), item.subject.clone());
        let remedy = duties::Command::Remedy { duty, subject, note: blank() };
        Action::new(&Command::Duties(remedy)).back("/due")
    };
    Row {
        record: Action::new(&Command::Duties(record)).back("/due"),
        take_back: (may_take_back && matches!(item.status, Status::Done { .. })).then(|| {
            let (duty, subject) = (item.duty.clone(), item.subject.clone());
            let take_back = duties::Command::TakeBack { duty, subject, why: blank() };
            Action::new(&Command::Duties(take_back)).back("/due?all=yes")
        }),
        remedy: matches!(item.status, Status::Failed { .. }).then(remedy),
        who: super::role_titles(&item.who, catalogue),
        elsewhere: elsewhere(&item, policy),
        by_count: item.renewed_by == Some(RenewedBy::CountOfDevices),
        by_secret: item.renewed_by == Some(RenewedBy::NewSecret),
        does: item.does,
        clauses: item.clauses,
        every: item.every,
        note: item.note,
        finds: item.finds,
        when,
        class,
        status,
    }
}

/// The page on which a duty is done, where that is more than a note.
fn elsewhere(item: &due::Item, policy: &belisha_policy::Policy) -> Option<(String, &'static str)> {
    let duty = &item.duty;
    match &item.subject {
        Subject::Friendship(_) => Some(("/friendships".into(), "To friendships from before")),
        Subject::Assessment(id) => Some((format!("/assessments/{id}"), "To the assessment")),
        Subject::Tool(_) if !duty.ends_with("/assessment") => Some(("/tools".into(), "To the tools")),
        subject if duty.ends_with("/assessment") => {
            let of = super::assessments::form::of_subject(subject)?;
            Some((format!("/assessments/new?of={of}&duty={duty}"), "Assess it"))
        }
        _ => kept_at(duty, policy),
    }
}

/// `GET /api/due`: everything that is due.
pub(crate) async fn api(State(app): State<App>, SignedIn { person, asker }: SignedIn) -> Response {
    let time = app.setting.time();
    let now = app.setting.now();
    let author = Author::Person(person.clone());
    let context = Context { state: &now.state, policy: &now.policy, now: time, author: &author };
    let open = due::open(&now.state, &now.policy, time);
    Json(due::readable(open, &person, asker.own_device, &context)).into_response()
}
