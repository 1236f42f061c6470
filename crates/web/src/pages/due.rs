//! Due: what is to be done, by whom, and putting it on record.

use crate::action::{Action, blank};
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::rendered;
use crate::frame::Frame;
use askama::Template;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use belisha_policy::KeptBy;
use belisha_policy::RenewedBy;
use belisha_setting::assessments::Of;
use belisha_setting::due::{self, Status};
use belisha_setting::duties::{self, Subject};
use belisha_setting::{Author, Command, Context, PersonId, friendships};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "due.html")]
struct Page {
    frame: Frame,
    everything: bool,
    rows: Vec<Row>,
    hidden: usize,
}

struct Row {
    /// Puts it on record.
    record: Action,
    /// Puts right what failed.
    remedy: Option<Action>,
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
pub(crate) struct Which {
    #[serde(default)]
    all: String,
}

pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(which): Query<Which>,
    headers: HeaderMap,
) -> Response {
    let frame = Frame::of(&app, &signed_in.asker, "Due", "/due").with_done(commands::done(&headers));
    let time = app.setting.time();
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let everything = which.all == "yes";
    let me = state.people.all.get(&signed_in.person);
    let author = Author::Person(signed_in.person.clone());
    let context = Context { state, policy, now: time, author: &author };
    let mine = |item: &due::Item| match &item.subject {
        Subject::Person(person) => *person == signed_in.person || frame.leads,
        Subject::Friendship(_) => told(item, &signed_in.person, &context),
        Subject::Assessment(id) => {
            let owner = state.assessments.all.get(id).map(|known| &known.is.owner);
            sees(item, &signed_in.person, &context) && (owner == Some(&signed_in.person) || frame.leads)
        }
        Subject::Mailbox(mailbox) => {
            let channel = state.channels.all.get(mailbox);
            channel.is_some_and(|channel| channel.run_by.contains(&signed_in.person)) || frame.leads
        }
        _ => {
            item.who.is_empty() || me.is_some_and(|me| me.is_any(&item.who, &policy.catalogue)) || frame.leads
        }
    };
    let items: Vec<due::Item> = due::all(state, policy, time)
        .into_iter()
        .filter(|item| everything || item.open())
        .filter(|item| sees(item, &signed_in.person, &context))
        .collect();
    let all = items.len();
    let rows: Vec<Row> = items.into_iter().filter(mine).map(|item| row(item, policy)).collect();
    let page = Page { hidden: all - rows.len(), rows, everything, frame };
    drop(now);
    rendered(&page)
}

/// The page on which another register keeps a duty.
fn kept_at(duty: &str, policy: &belisha_policy::Policy) -> Option<(String, &'static str)> {
    let duty = policy.duties.iter().find(|known| *known.key == *duty)?;
    Some(match duty.kept_by.as_ref()? {
        KeptBy::AdultsCode => ("/codes/adults".into(), "To the code"),
        KeptBy::ChildrensCode => ("/codes/children".into(), "To the children's code"),
        KeptBy::Notice(_) => ("/families".into(), "To the families"),
        KeptBy::Teaching => ("/internet/children".into(), "To what the children are taught"),
        KeptBy::PermissionForm | KeptBy::PermissionNotices => ("/permissions".into(), "To the permissions"),
    })
}

fn row(item: due::Item, policy: &belisha_policy::Policy) -> Row {
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

/// A friendship is spoken of only to those whom the policy tells of it, and to the friend.
fn sees(item: &due::Item, person: &PersonId, context: &Context<'_>) -> bool {
    let friendship = match &item.subject {
        Subject::Friendship(friendship) => Some(friendship),
        Subject::Assessment(id) => match context.state.assessments.all.get(id).map(|known| &known.of) {
            Some(Of::Friendship(friendship)) => Some(friendship),
            _ => None,
        },
        _ => None,
    };
    friendship.is_none_or(|friendship| {
        let known = context.state.friendships.all.get(friendship);
        known.is_some_and(|known| friendships::may_see(person, known, context))
    })
}

/// What is to be done about a friendship is for those who are told of it; its bounds are for the friend to sign.
fn told(item: &due::Item, person: &PersonId, context: &Context<'_>) -> bool {
    let Subject::Friendship(id) = &item.subject else { return false };
    context.state.friendships.all.get(id).is_some_and(|friendship| {
        let signs =
            friendship.person == *person && friendship.bounds.is_some() && item.duty.ends_with("/agreement");
        signs || friendships::is_told(person, friendship, context)
    })
}

/// `GET /api/due`: everything that is due.
pub(crate) async fn api(State(app): State<App>, SignedIn { person, .. }: SignedIn) -> Response {
    let time = app.setting.time();
    let now = app.setting.now();
    let author = Author::Person(person.clone());
    let context = Context { state: &now.state, policy: &now.policy, now: time, author: &author };
    let mut open = due::open(&now.state, &now.policy, time);
    open.retain(|item| sees(item, &person, &context));
    Json(open).into_response()
}
