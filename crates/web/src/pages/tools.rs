//! Social media tools and online journals: wanted, assessed, permitted, and whether one may use each.

use crate::action::{Action, Button, blank, new_id};
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::rendered;
use crate::layout::Layout;
use crate::pages::author_name;
use crate::view::badge::Badge;
use crate::view::clauses::quoted;
use crate::view::dates::day;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_policy::KnownAct;
use belisha_policy::ShownOn;
use belisha_policy::controls::JournalApproval;
use belisha_setting::assessments::Of;
use belisha_setting::tools::{self, Tool, ToolKind};
use belisha_setting::{Author, Command, Context, PersonId, Question, ToolId, ask, date_of};
use jiff::Timestamp;

#[derive(Template)]
#[template(path = "tools.html")]
struct Page {
    layout: Layout,
    rows: Vec<Row>,
    permits: Vec<(String, String)>,
    propose: Action,
}

struct Row {
    id: String,
    name: String,
    kind: &'static str,
    purpose: String,
    wanted: String,
    approved: Option<String>,
    /// Assessments that stand: id, who assessed, next day.
    assessments: Vec<(String, String, String)>,
    verdict: Badge,
    because: Vec<String>,
    clauses: Vec<String>,
    remedies: Vec<String>,
    /// Whether the policy asks for permission, and this person may give it.
    may_permit: bool,
    may_retire: bool,
    approve: Button,
    withdraw: Action,
    retire: Action,
}

fn action(command: tools::Command) -> Action {
    Action::new(&Command::Tools(command)).back("/tools")
}

pub(crate) async fn page(State(app): State<App>, signed_in: SignedIn, headers: HeaderMap) -> Response {
    let layout = Layout::new(&app, &signed_in.asker, "Tools and journals", "/tools");
    let layout = layout.with_done(commands::done(&headers));
    let time = app.setting.time();
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let author = Author::Person(signed_in.person.clone());
    let context = Context { state, policy, now: time, author: &author };
    let row = |(id, tool)| row(id, tool, &signed_in.person, layout.leads, time, &context);
    let permits = quoted(policy, ShownOn::Tools);
    let propose =
        tools::Command::Propose { tool: new_id(), name: blank(), kind: ToolKind::Social, purpose: blank() };
    let page =
        Page { rows: state.tools.here().map(row).collect(), permits, propose: action(propose), layout };
    drop(now);
    rendered(&page)
}

fn row(id: &ToolId, tool: &Tool, me: &PersonId, leads: bool, time: Timestamp, context: &Context<'_>) -> Row {
    let (state, policy) = (context.state, context.policy);
    let question = Question {
        act: KnownAct::UseTool.into(),
        who: Some(me.to_string()),
        tool: Some(id.to_string()),
        ..Question::default()
    };
    let answer = ask(state, policy, time, &question);
    let of = Of::Tool(id.clone());
    let assessments = state.assessments.here().filter(|(_, known)| known.of == of).map(|(id, known)| {
        let by: Vec<String> = known.assessed_by.iter().map(|person| state.people.name(person)).collect();
        (id.to_string(), belisha_policy::join_and(&by), day(known.particulars.review))
    });
    let asked = policy.duty(JournalApproval::PERMITTED);
    let me_here = state.people.all.get(me);
    let may_permit = tool.kind == ToolKind::Journal
        && asked.is_some_and(|duty| me_here.is_some_and(|me| me.is_any(&duty.who, &policy.catalogue)));
    Row {
        id: id.to_string(),
        name: tool.name.clone(),
        kind: match tool.kind {
            ToolKind::Social => "social media",
            ToolKind::Journal => "online journal",
            ToolKind::Other => "other",
        },
        purpose: tool.purpose.words().to_owned(),
        wanted: format!("{} on {}", author_name(&tool.proposed_by, state), day(tool.since)),
        approved: tool
            .approved
            .as_ref()
            .map(|(by, at)| format!("{} on {}", author_name(by, state), day(date_of(*at)))),
        assessments: assessments.collect(),
        verdict: verdict(answer.verdict.word()),
        because: answer.verdict.reasons().iter().map(|reason| reason.says.clone()).collect(),
        clauses: answer.verdict.clauses().iter().map(|id| (*id).to_owned()).collect(),
        remedies: answer.remedies.iter().map(ToString::to_string).collect(),
        may_permit,
        may_retire: leads || tool.proposed_by == Author::Person(me.clone()),
        approve: Button::new("Permit it", &Command::Tools(tools::Command::Approve { tool: id.clone() }))
            .class("main")
            .back("/tools"),
        withdraw: action(tools::Command::Withdraw { tool: id.clone(), why: blank() }),
        retire: action(tools::Command::Retire { tool: id.clone(), why: blank() }),
    }
}

fn verdict(word: &str) -> Badge {
    let (class, words) = match word {
        "yes" => ("kept", "✓ you may use it"),
        "no" => ("broken", "✕ you may not use it yet"),
        "advised against" => ("due", "◷ better not"),
        _ => ("silent", "the policy does not say"),
    };
    Badge { class, words: words.to_owned() }
}
