//! "May I…?" in plain words, with the clause quoted and what would make a no a yes.

mod answer;
mod form;

use crate::action::{Action, blank, new_id};
use crate::app::App;
use crate::asker::Asker;
use crate::auth::SignedIn;
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::pages::devices::kind_choices;
use crate::pages::role_titles;
use crate::view::choices::{self, Choice};
use answer::{Asked, answered, sentence};
use askama::Template;
use axum::Json;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use belisha_policy::Verdict;
use belisha_service::Current;
use belisha_setting::ask::OFF_PREMISES;
use belisha_setting::{Answer, Command, Question, ask, exceptions};
use form::{Form, guarded, question, understood};
use jiff::Timestamp;

#[derive(Template)]
#[template(path = "ask.html")]
struct Page {
    layout: Layout,
    q: String,
    asked: Option<Asked>,
    /// What the answer turns on and nobody has said: each with the fields that say it.
    asks: Vec<FurtherAsked>,
    chosen: Form,
    acts: Vec<Choice>,
    people: Vec<Choice>,
    devices: Vec<Choice>,
    kinds: Vec<Choice>,
    places: Vec<Choice>,
    examples: [&'static str; 4],
    grant: Option<Grant>,
    families: Vec<Choice>,
    tools: Vec<Choice>,
    /// A page that has to do with the act.
    further: Option<(&'static str, &'static str)>,
}

/// A circumstance that whoever asks is asked about.
struct FurtherAsked {
    asks: String,
    /// What was asked and said before.
    fields: Vec<(&'static str, String)>,
    /// What is said by yes and by no; none where a number is asked for.
    yes_no: Option<(String, String)>,
    name: String,
    said: String,
}

fn further_asked(answer: &Answer, chosen: &Form) -> Vec<FurtherAsked> {
    let one = |asked: &belisha_setting::ask::Asked| FurtherAsked {
        asks: asked.asks.clone(),
        fields: chosen.fields(),
        yes_no: (!asked.number)
            .then(|| (chosen.said_and(&asked.name, "yes"), chosen.said_and(&asked.name, "no"))),
        name: asked.name.clone(),
        said: chosen.said.clone(),
    };
    answer.asks.iter().map(one).collect()
}

/// An exception that the asker may grant here and now.
struct Grant {
    place: String,
    grantors: String,
    action: Action,
}

/// Examples of questions, to begin with.
const EXAMPLES: [&str; 4] = [
    "use my phone in the play room",
    "use my phone in the staff room on my break",
    "take a tablet home",
    "read work email while I supervise",
];

pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(form): Query<Form>,
) -> Result<Response, Problem> {
    shown(&app, &signed_in, form)
}

/// `POST /ask`: a question that somebody typed. What it says may be about people, and stays out of addresses, which
/// browsers keep (ASVS 8.3.1).
pub(crate) async fn typed(
    State(app): State<App>,
    signed_in: SignedIn,
    axum::Form(form): axum::Form<Form>,
) -> Result<Response, Problem> {
    shown(&app, &signed_in, form)
}

fn shown(app: &App, signed_in: &SignedIn, form: Form) -> Result<Response, Problem> {
    let layout = Layout { live: false, ..Layout::new(app, &signed_in.asker, "May I…?", "/ask") };
    let now = app.setting.now();
    let state = &now.state;
    let (mut chosen, notice) = understood(form.clone(), &now);
    if chosen.who.is_empty() {
        chosen.who = signed_in.person.to_string();
    }
    let mut asks = Vec::new();
    let (mut asked, mut grant) = (notice.map(|notice| not_understood(&form.q, notice)), None);
    if !chosen.act.is_empty() {
        let answer = put(&chosen, signed_in, &now, app.setting.time());
        grant = granted_here(&answer, &chosen, &now);
        asks = further_asked(&answer, &chosen);
        asked = Some(answered(&answer, sentence(&chosen, &now), &now));
    }
    let further = match chosen.act.as_str() {
        "befriend" => Some(("/friendships", "Tell of a friendship from before")),
        "use-tool" => Some(("/tools", "To the tools and journals")),
        _ => None,
    };
    let page = Page {
        q: form.q,
        asked,
        asks,
        chosen,
        acts: act_choices(&now),
        people: choices::people(state),
        devices: state
            .devices
            .here()
            .map(|(id, device)| (id.to_string(), device.particulars.name.clone()))
            .collect(),
        kinds: kind_choices(&now),
        places: place_names(&now),
        examples: EXAMPLES,
        grant,
        families: choices::children(state),
        tools: state.tools.here().map(|(id, tool)| (id.to_string(), tool.name.clone())).collect(),
        further,
        layout,
    };
    drop(now);
    Ok(rendered(&page))
}

/// Puts the question to the policy.
fn put(chosen: &Form, signed_in: &SignedIn, now: &Current, time: Timestamp) -> Answer {
    let mut question = question(chosen);
    guarded(&mut question, &signed_in.person, now, time);
    let answer = ask(&now.state, &now.policy, time, &question);
    if let Verdict::Fault(error) = &answer.verdict {
        tracing::error!(%error, "a rule could not be evaluated: the answer was no");
    }
    answer
}

fn not_understood(words: &str, notice: String) -> Asked {
    Asked {
        question: words.to_owned(),
        word: "not understood",
        class: "silent",
        because: vec![(String::new(), String::new(), notice)],
        remedies: Vec::new(),
        sum: None,
        not_yet: Vec::new(),
        gates: Vec::new(),
        nearest: None,
    }
}

/// The exception that turns a no into a yes, where the policy names somebody who grants it.
fn granted_here(answer: &Answer, chosen: &Form, now: &Current) -> Option<Grant> {
    let grantors: Vec<String> = now.policy.grantors(&chosen.act).into_iter().map(str::to_owned).collect();
    let person = now.state.people.all.get_key_value(chosen.who.as_str()).map(|(id, _)| id.clone())?;
    if answer.verdict.allows() || grantors.is_empty() {
        return None;
    }
    let place = now.state.places.find(&chosen.place);
    let place = place.map_or(chosen.place.clone(), |(_, place)| place.kind.clone());
    let grant = exceptions::Command::Grant {
        exception: new_id(),
        person,
        act: chosen.act.clone(),
        place: None,
        why: blank(),
        until: None,
    };
    Some(Grant {
        place,
        grantors: role_titles(&grantors, &now.policy.catalogue),
        action: Action::new(&Command::Exceptions(grant)),
    })
}

/// What can be asked for, by its words. What nobody asks in words, such as opening a concern, is answered where it is
/// done.
fn act_choices(now: &Current) -> Vec<Choice> {
    let asked = now.policy.catalogue.acts.iter().filter(|(_, act)| !act.cues.is_empty());
    let mut acts: Vec<Choice> =
        asked.map(|(id, act)| (id.clone(), act.asks.replace("{device}", "a device"))).collect();
    acts.sort_by(|a, b| a.1.cmp(&b.1));
    acts
}

fn place_names(now: &Current) -> Vec<Choice> {
    let places = now.state.places.all.values().map(|place| place.name.clone());
    places.chain([OFF_PREMISES.to_owned()]).map(|name| (name.clone(), name)).collect()
}

/// `GET /api/may`: the same question as the page's form.
pub(crate) async fn api(State(app): State<App>, asker: Asker, Query(form): Query<Form>) -> Response {
    let chosen = understood(form, &app.setting.now()).0;
    api_question(State(app), asker, Json(question(&chosen))).await
}

/// `POST /api/may`: a question as JSON.
pub(crate) async fn api_question(
    State(app): State<App>,
    asker: Asker,
    Json(mut question): Json<Question>,
) -> Response {
    let time = app.setting.time();
    let now = app.setting.now();
    match &asker.person {
        Some(person) => guarded(&mut question, person, &now, time),
        None => question.with = None,
    }
    // Who is on the route of which concern, and whom it is about, is nobody's to ask.
    question.concern = None;
    let answer = ask(&now.state, &now.policy, time, &question);
    let asked = answered(&answer, String::new(), &now);
    let clauses: Vec<_> = asked
        .because
        .iter()
        .map(|(id, text, because)| serde_json::json!({ "id": id, "text": text, "because": because }))
        .collect();
    Json(serde_json::json!({
        "verdict": answer.word(),
        "asks": answer.asks.iter().map(|asked| serde_json::json!({ "name": asked.name, "asks": asked.asks, "number": asked.number })).collect::<Vec<_>>(),
        "unknown": answer.unknown,
        "clauses": clauses,
        "remedies": answer.remedies.iter().map(|remedy| remedy.changes.clone()).collect::<Vec<_>>(),
        "sum": answer.sum,
    }))
    .into_response()
}
