//! Signing together: one tablet passes from hand to hand, and each signs with a PIN or password of their own. Whoever
//! is signed in on it stays signed in.

use crate::app::App;
use crate::asker::Asker;
use crate::attempts::Try;
use crate::auth::SignedIn;
use crate::commands::{self, back_with, fields};
use crate::error::reasons::Missing;
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::pages::sign_in;
use crate::view::choices::{self, Choice, name_order};
use crate::view::dates::{day, hour};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use belisha_policy::controls::CodesOfConduct;
use belisha_policy::{CodeFor, text_hash};
use belisha_setting::{Author, Command, PersonId, adoption, codes, date_of, due};

#[derive(Template)]
#[template(path = "signing.html")]
struct Page {
    layout: Layout,
    tablet: bool,
    title: String,
    version: String,
    number: usize,
    clauses: Vec<(String, String)>,
    code: Vec<String>,
    hash: String,
    code_hash: String,
    waiting: Vec<(String, String, String)>,
    wrong: Option<String>,
}

#[derive(Template)]
#[template(path = "certificate.html")]
struct Certificate {
    layout: Layout,
    title: String,
    version: String,
    hash: String,
    rows: Vec<Signed>,
    adults: Vec<Signed>,
    children: Vec<Signed>,
    missing: Vec<String>,
}

struct Signed {
    name: String,
    when: String,
    shown: String,
    line: u64,
    by: String,
}

/// What somebody has still to sign: the policy, the code, or both.
fn wanted(person: &PersonId, app: &App) -> (bool, bool) {
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let in_force = state.adoption.in_force();
    let in_scope = state.people.all.get(person).is_some_and(|known| due::in_scope(known, policy));
    let asked = in_force.is_some() && in_scope;
    let code = policy.adopts::<CodesOfConduct>()
        && in_force.is_some_and(|version| state.codes.signed(&version.version, person).is_none());
    (asked && !state.adoption.signed_by(person), asked && code)
}

fn form(app: &App, asker: &Asker, headers: &HeaderMap, wrong: Option<String>) -> Page {
    let layout = Layout::new(app, asker, "Sign together", "/policy").with_done(commands::done(headers));
    let names: Vec<Choice> = choices::people(&app.setting.now().state);
    let waiting: Vec<_> = names
        .into_iter()
        .filter_map(|(id, name)| {
            let what = match wanted(&PersonId::from(id.as_str()), app) {
                (true, true) => "policy and code",
                (true, false) => "policy",
                (false, true) => "code",
                (false, false) => return None,
            };
            Some((id, name, what.to_owned()))
        })
        .collect();
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let adopted = policy.adopts::<CodesOfConduct>();
    Page {
        layout: Layout { live: false, ..layout },
        tablet: asker.tablet.is_some(),
        title: policy.pack.title.clone(),
        version: policy.pack.version.clone(),
        number: state.adoption.versions.len().saturating_sub(1),
        clauses: policy.pack.clauses.iter().map(|clause| (clause.id.clone(), clause.says.clone())).collect(),
        code: if adopted {
            policy.code(CodeFor::Adults).into_iter().map(|line| line.says).collect()
        } else {
            Vec::new()
        },
        hash: state.adoption.in_force().map_or(String::new(), |version| text_hash(&version.text)),
        code_hash: text_hash(&policy.code_text(CodeFor::Adults)),
        waiting,
        wrong,
    }
}

pub(crate) async fn page(State(app): State<App>, asker: Asker, headers: HeaderMap) -> Response {
    rendered(&form(&app, &asker, &headers, None))
}

/// `POST /signing`: whoever holds the tablet now signs for themselves.
pub(crate) async fn sign(
    State(app): State<App>,
    asker: Asker,
    headers: HeaderMap,
    body: String,
) -> Result<Response, Problem> {
    let fields = fields(&body)?;
    let one = |name: &str| {
        fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim()).to_owned()
    };
    let person = PersonId::from(one("person"));
    let refuse = |status: StatusCode, words: &str| {
        Ok((status, rendered(&form(&app, &asker, &headers, Some(words.to_owned())))).into_response())
    };
    let place = asker.place();
    let tries = [Try::of_person(person.as_str(), &place), Try::from_place(&place)];
    if let Err(seconds) = app.attempts.begin(&tries, app.setting.ticks()) {
        let words = format!("Too many wrong tries: please wait {seconds} seconds.");
        return refuse(StatusCode::TOO_MANY_REQUESTS, &words);
    }
    if !sign_in::is_theirs(&app, &person, one("secret"), asker.tablet.is_some()).await {
        return refuse(StatusCode::UNAUTHORIZED, "That is not right for this person. Nothing was signed.");
    }
    app.attempts.right(&tries);
    let version = one("version");
    let (policy, code) = wanted(&person, &app);
    let mut commands = Vec::new();
    if policy {
        let (person, version) = (person.clone(), version.clone());
        commands.push(Command::Policy(adoption::Command::Sign { person, version }));
    }
    if code {
        let (person, shown) = (person.clone(), Some(one("code_hash")));
        commands.push(Command::Codes(codes::Command::Sign { person, version, shown }));
    }
    if commands.is_empty() {
        return refuse(StatusCode::CONFLICT, "There is nothing left to sign for this person.");
    }
    let name = app.setting.now().state.people.name(&person);
    app.setting
        .submit_all(Author::Person(person), commands)
        .await
        .map_err(|error| Problem::with_way_back(error, "/signing"))?;
    Ok(back_with("/signing", &format!("{name} has signed. Please pass the tablet on."), &app))
}

/// Who signed a version, when, and which text they were shown.
pub(crate) async fn certificate(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(number): Path<usize>,
) -> Result<Response, Problem> {
    let now = app.setting.now();
    let state = &now.state;
    let signed_version = state.adoption.versions.get(number);
    let signed_version = signed_version.ok_or(Problem::NotFound(Missing::Version))?;
    let when = |at| format!("{} {}", day(date_of(at)), hour(at));
    let mut rows: Vec<Signed> = signed_version
        .signed
        .iter()
        .map(|(person, (at, line))| Signed {
            name: state.people.name(person),
            when: when(*at),
            shown: signed_version.shown.get(person).cloned().unwrap_or_else(|| "not kept then".into()),
            line: *line,
            by: String::new(),
        })
        .collect();
    rows.sort_by_cached_key(|row| name_order(&row.name));
    let marks = state.codes.versions.get(&signed_version.version);
    let mark = |name: String, mark: &codes::Mark| Signed {
        name,
        when: when(mark.at),
        shown: mark.shown.clone(),
        line: mark.line,
        by: super::author_name(&mark.by, state),
    };
    let adults = marks.iter().flat_map(|marks| &marks.adults);
    let children = marks.iter().flat_map(|marks| &marks.children);
    let last = number + 1 == state.adoption.versions.len();
    let missing = state.people.here().filter(|(id, person)| {
        last && due::in_scope(person, &now.policy) && !signed_version.signed.contains_key(*id)
    });
    let page = Certificate {
        layout: Layout::new(
            &app,
            &signed_in.asker,
            &format!("Signatures, {}", signed_version.version),
            "/policy",
        ),
        title: belisha_policy::Pack::parse("version", &signed_version.text, &now.policy.base)
            .map_or_else(|_| signed_version.policy.clone(), |pack| pack.title),
        version: signed_version.version.clone(),
        hash: text_hash(&signed_version.text),
        rows,
        adults: adults.map(|(id, mark_of)| mark(state.people.name(id), mark_of)).collect(),
        children: children.map(|(id, mark_of)| mark(state.children.name(id), mark_of)).collect(),
        missing: missing.map(|(_, person)| person.name.words().to_owned()).collect(),
    };
    drop(now);
    Ok(rendered(&page))
}
