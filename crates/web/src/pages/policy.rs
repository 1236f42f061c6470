//! The policy: each clause, where it stands, the evidence behind it; signing; versions.

pub(crate) mod proofs;

use crate::action::{Action, Button};
use crate::app::App;
use crate::auth::{Leader, SignedIn};
use crate::commands::{self, back_with, fields};
use crate::error::reasons::{Missing, Unreadable};
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use belisha_policy::Policy;
use belisha_setting::standing::{self, ClauseStanding, Standing};
use belisha_setting::{Author, Command, Event, PersonId, adoption, date_of};

/// A changed version that waits for a second person, and what it changes.
struct Proposed {
    version: String,
    by: String,
    changes: adoption::Changes,
    agree: Option<Button>,
    decline: Option<Button>,
}

#[derive(Template)]
#[template(path = "policy.html")]
struct Page {
    layout: Layout,
    /// A changed version that waits for a second person.
    proposed: Option<Proposed>,
    title: String,
    version: String,
    adopted: String,
    sections: Vec<Section>,
    counts: Vec<(Standing, usize)>,
    signed: bool,
    sign: Action,
    signatures: (usize, usize),
    versions: Vec<(usize, String, String, usize)>,
}

struct Section {
    title: String,
    clauses: Vec<Row>,
}

struct Row {
    id: String,
    says: String,
    standing: Standing,
    why: String,
}

#[derive(Template)]
#[template(path = "clause.html")]
struct One {
    layout: Layout,
    id: String,
    section: String,
    says: String,
    standing: Standing,
    evidence: Vec<standing::Evidence>,
    controls: Vec<Carried>,
}

/// How a control is carried out: its id, title, sentence, and parameters by name.
type Carried = (String, String, String, Vec<(String, String)>);

#[derive(Template)]
#[template(path = "version.html")]
struct Old {
    layout: Layout,
    title: String,
    version: String,
    adopted: String,
    clauses: Vec<(String, String)>,
    signed: Vec<(String, String)>,
}

/// The class under which a standing is shown, beside its words and sign.
pub(crate) fn class(standing: &Standing) -> &'static str {
    match standing {
        Standing::Kept => "kept",
        Standing::Due => "due",
        Standing::NotStarted => "silent",
        Standing::ByHand => "silent",
        Standing::InPart | Standing::NotYetCarriedOut => "later",
        Standing::Broken => "broken",
    }
}

pub(crate) async fn page(State(app): State<App>, signed_in: SignedIn, headers: HeaderMap) -> Response {
    let layout = Layout::new(&app, &signed_in.asker, "Policy", "/policy").with_done(commands::done(&headers));
    let time = app.setting.time();
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let standings = standing::all(state, policy, time);
    let mut sections: Vec<Section> = Vec::new();
    for (clause, stands) in policy.pack.clauses.iter().zip(&standings) {
        let row = Row {
            id: clause.id.clone(),
            says: clause.says.clone(),
            standing: stands.standing,
            why: why(stands),
        };
        match sections.iter_mut().find(|section| section.title == clause.section) {
            Some(section) => section.clauses.push(row),
            None => sections.push(Section { title: clause.section.clone(), clauses: vec![row] }),
        }
    }
    let in_force = state.adoption.in_force();
    let in_scope = state.people.here().filter(|(_, person)| belisha_setting::due::in_scope(person, policy));
    let (signed, all) = in_scope
        .fold((0, 0), |(signed, all), (id, _)| (signed + usize::from(state.adoption.signed_by(id)), all + 1));
    let date = |at| date_of(at).to_string();
    let sign =
        adoption::Command::Sign { person: signed_in.person.clone(), version: policy.pack.version.clone() };
    let page = Page {
        title: policy.pack.title.clone(),
        version: policy.pack.version.clone(),
        adopted: in_force.map_or(String::new(), |version| date(version.adopted)),
        sections,
        counts: standing::counts(&standings),
        proposed: proposed(state, policy, &signed_in.person),
        signed: state.adoption.signed_by(&signed_in.person),
        sign: Action::new(&Command::Policy(sign)).back("/policy"),
        signatures: (signed, all),
        versions: state
            .adoption
            .versions
            .iter()
            .enumerate()
            .map(|(number, known)| (number, known.version.clone(), date(known.adopted), known.signed.len()))
            .collect(),
        layout,
    };
    drop(now);
    rendered(&page)
}

fn proposed(state: &belisha_setting::State, policy: &Policy, me: &PersonId) -> Option<Proposed> {
    let known = state.adoption.proposed.as_ref()?;
    let changes = adoption::proposed_changes(state, policy)?;
    let may = adoption::may_agree(me, known, state);
    let button = |label: &'static str, command| Button::new(label, &Command::Policy(command)).back("/policy");
    let agree = adoption::Command::Agree { line: Some(known.line) };
    Some(Proposed {
        version: known.version.clone(),
        by: state.people.name(&known.by),
        changes,
        agree: (may && !known.agreed.contains(me))
            .then(|| button("I have looked at it, and agree", agree).class("main")),
        decline: adoption::may_decline(me, known, state)
            .then(|| button("It is not adopted", adoption::Command::Decline {}).class("quiet")),
    })
}

/// The piece of evidence that makes a clause stand where it does.
fn why(stands: &ClauseStanding) -> String {
    let worst = stands.evidence.iter().find(|piece| piece.standing == stands.standing);
    worst.map_or(String::new(), |piece| piece.words.clone())
}

pub(crate) async fn clause(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(clause): Path<String>,
) -> Result<Response, Problem> {
    let time = app.setting.time();
    let now = app.setting.now();
    let policy = &now.policy;
    let known = policy.pack.clause(&clause).ok_or(Problem::NotFound(Missing::Clause))?;
    let stands =
        standing::all(&now.state, policy, time).into_iter().find(|standing| standing.clause == clause);
    let stands = stands.ok_or(Problem::NotFound(Missing::Clause))?;
    let controls = policy
        .of_clause(&clause)
        .map(|adoption| {
            let control = policy.catalogue.controls.get(&*adoption.control);
            let params = adoption.params.iter().filter(|(_, values)| !values.is_empty());
            (
                adoption.control.to_string(),
                control.map_or(String::new(), |control| control.title.clone()),
                policy.sentence(adoption),
                params.map(|(name, values)| (name.replace('_', " "), values.join(", "))).collect(),
            )
        })
        .collect();
    let page = One {
        layout: Layout::new(&app, &signed_in.asker, &format!("Clause {clause}"), "/policy"),
        id: known.id.clone(),
        section: known.section.clone(),
        says: known.says.clone(),
        standing: stands.standing,
        evidence: stands.evidence,
        controls,
    };
    drop(now);
    Ok(rendered(&page))
}

pub(crate) async fn version(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(number): Path<usize>,
) -> Result<Response, Problem> {
    let none = || Problem::NotFound(Missing::Version);
    let now = app.setting.now();
    let old = now.state.adoption.versions.get(number).ok_or_else(none)?;
    let pack = belisha_policy::Pack::parse("version", &old.text, &now.policy.base).map_err(|_| none())?;
    let mut signed: Vec<(String, String)> = old
        .signed
        .iter()
        .map(|(person, (at, _))| (now.state.people.name(person), date_of(*at).to_string()))
        .collect();
    signed.sort();
    let page = Old {
        layout: Layout::new(&app, &signed_in.asker, &format!("Version of {}", old.version), "/policy"),
        title: pack.title,
        version: old.version.clone(),
        adopted: date_of(old.adopted).to_string(),
        clauses: pack.clauses.into_iter().map(|clause| (clause.id, clause.says)).collect(),
        signed,
    };
    drop(now);
    Ok(rendered(&page))
}

/// Adopts a version: the text that was pasted, or the text in force under a new date, once it was reviewed.
pub(crate) async fn adopt(
    State(app): State<App>,
    Leader(signed_in): Leader,
    body: String,
) -> Result<Response, Problem> {
    let fields = fields(&body)?;
    let one = |name: &str| {
        fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str()).to_owned()
    };
    let mut text = one("text").replace("\r\n", "\n");
    if text.trim().is_empty() {
        let now = app.setting.now();
        let in_force =
            now.state.adoption.in_force().map(|version| (version.text.clone(), version.version.clone()));
        let today = date_of(app.setting.time()).to_string();
        let (old, version) = in_force.ok_or(Problem::Unreadable(Unreadable::NoPolicy))?;
        text = old.replacen(&format!("version = \"{version}\""), &format!("version = \"{today}\""), 1);
    }
    let command = Command::Policy(adoption::Command::Adopt { text });
    let author = Author::Person(signed_in.person);
    let lines = app
        .setting
        .submit(author, command)
        .await
        .map_err(|error| Problem::with_way_back(error, "/settings"))?;
    let is_adopted =
        lines.iter().any(|line| matches!(&line.event, Event::Policy(adoption::Event::Adopted { .. })));
    let words = if is_adopted {
        "The new version is in force: everyone is asked to sign it."
    } else {
        "The changed policy is proposed. It is in force once a second person has looked at it and agreed."
    };
    Ok(back_with("/policy", words, &app))
}

/// `GET /api/clauses`: where every clause stands, with its evidence.
pub(crate) async fn api(State(app): State<App>, _: SignedIn) -> Response {
    let time = app.setting.time();
    let now = app.setting.now();
    Json(standing::all(&now.state, &now.policy, time)).into_response()
}
