//! What each child was taught about staying safe online, and whether its parents permit that it goes online.

use crate::action::{Action, blank};
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::rendered;
use crate::layout::Layout;
use crate::view::choices;
use crate::view::clauses::{quote, quoted};
use crate::view::dates::day;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_policy::Policy;
use belisha_policy::ShownOn;
use belisha_setting::{ChildId, Command, PersonId, State as Known, online, teaching};
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "internet_children.html")]
struct Page {
    layout: Layout,
    controls: Vec<Control>,
    /// Those to whom something is missing.
    waiting: Vec<Row>,
    /// The others.
    complete: Vec<Row>,
    /// The clauses that ask parents; empty where the policy does not.
    asks: Vec<(String, String)>,
    permit: Action,
    /// The lessons put on record last, which whoever asks can take back.
    lessons: Vec<LessonRow>,
}

struct LessonRow {
    words: String,
    take_back: Action,
}

/// At most so many lessons are offered to be taken back.
const LESSONS_MAX: usize = 10;

struct Control {
    id: String,
    title: String,
    says: Vec<(String, String)>,
    topics: Vec<String>,
    teach: Action,
}

struct Row {
    id: String,
    name: String,
    permission: String,
    permitted: bool,
    /// What is missing, a line for each control.
    gaps: Vec<(String, Vec<String>)>,
    last: String,
}

pub(crate) async fn page(State(app): State<App>, signed_in: SignedIn, headers: HeaderMap) -> Response {
    let layout = Layout::new(&app, &signed_in.asker, "What the children are taught", "/internet");
    let layout = layout.with_done(commands::done(&headers));
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let controls = teaching::controls(policy).into_iter().map(|id| Control {
        id: id.to_owned(),
        title: policy.catalogue.controls.get(id).map(|control| control.title.clone()).unwrap_or_default(),
        says: says(id, policy),
        topics: teaching::topics(id, policy),
        teach: teach(id),
    });
    let controls = controls.filter(|control| !control.topics.is_empty());
    let controls: Vec<Control> = controls.collect();
    let asks = quoted(policy, ShownOn::OnlinePermission);
    let row = |(id, name): (String, String)| {
        let child = ChildId::from(id.as_str());
        let gaps = controls
            .iter()
            .map(|control| (control.title.clone(), teaching::gaps(&child, &control.id, policy, state)));
        let gaps: Vec<_> = gaps.filter(|(_, missing)| !missing.is_empty()).collect();
        let lessons = state.teaching.lessons.get(&child).into_iter();
        let last = lessons.flat_map(|by_control| by_control.values()).flat_map(|by_topic| by_topic.values());
        let last = last.max_by_key(|lesson| lesson.on);
        Row {
            permitted: online::permitted(&child, state),
            permission: permission(&child, state),
            gaps,
            last: last.map_or_else(String::new, |lesson| {
                format!("last taught on {} by {}", day(lesson.on), state.people.name(&lesson.by))
            }),
            id,
            name,
        }
    };
    let whole = |row: &Row| row.gaps.is_empty() && (asks.is_empty() || row.permitted);
    let (complete, waiting) = choices::children(state).into_iter().map(row).partition(whole);
    let permit = online::Command::Permit { child: blank(), yes: false, by: blank(), on: None };
    let permit = Action::new(&Command::Online(permit)).back("/internet/children");
    let may = |by: &PersonId| layout.leads || *by == signed_in.person;
    let lessons = lessons(state, may);
    let page = Page { controls, waiting, complete, asks, permit, lessons, layout };
    drop(now);
    rendered(&page)
}

fn lessons(state: &Known, may: impl Fn(&PersonId) -> bool) -> Vec<LessonRow> {
    let of_child = |by_control: &BTreeMap<_, BTreeMap<String, teaching::Lesson>>| {
        by_control.values().flat_map(BTreeMap::values).cloned().collect::<Vec<_>>()
    };
    let all = state.teaching.lessons.values().flat_map(of_child).filter(|lesson| may(&lesson.by));
    let by_line: BTreeMap<u64, teaching::Lesson> = all.map(|lesson| (lesson.line, lesson)).collect();
    let row = |(line, lesson): (u64, teaching::Lesson)| LessonRow {
        words: format!("{} by {}, line {line} of the log", day(lesson.on), state.people.name(&lesson.by)),
        take_back: Action::new(&Command::Teaching(teaching::Command::TakeBack { line, why: blank() }))
            .back("/internet/children"),
    };
    by_line.into_iter().rev().take(LESSONS_MAX).map(row).collect()
}

fn says(control: &str, policy: &Policy) -> Vec<(String, String)> {
    let clauses = policy.of_control(control).filter_map(|adoption| policy.pack.clause(&adoption.clause));
    clauses.map(quote).collect()
}

fn teach(control: &str) -> Action {
    let teach = teaching::Command::Teach {
        children: Vec::new(),
        control: control.to_owned(),
        topics: Vec::new(),
        by: None,
        on: None,
        note: String::new(),
    };
    Action::new(&Command::Teaching(teach)).back("/internet/children")
}

/// What the parents said, in a few words.
fn permission(child: &ChildId, state: &Known) -> String {
    match state.online.permissions.get(child) {
        None => "no answer yet: it counts as no".to_owned(),
        Some(answer) if !answer.yes => format!("no, said {} on {}", answer.by.words(), day(answer.on)),
        Some(answer) if !answer.after_shown => {
            "a yes from before the family was shown the policy: it does not count".to_owned()
        }
        Some(answer) => format!("yes, by {} on {}", answer.by.words(), day(answer.on)),
    }
}
