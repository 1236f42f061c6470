//! Forms and the API become commands here, and nowhere else.

use crate::app::App;
use crate::asker::Asker;
use crate::cookies::{cookie, set_cookie};
use crate::error::Problem;
use crate::error::reasons::{Denied, Unreadable};
use crate::pages::sign_in;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_TYPE, SET_COOKIE};
use axum::response::{IntoResponse, Redirect, Response};
use belisha_service::Error;
use belisha_setting::{Author, Command, Event, Line, Refusal, people, sign_ins};
use data_encoding::HEXLOWER;
use jiff::SignedDuration;
use serde_json::Value;

pub(crate) const FLASH: &str = "belisha_done";
/// At most this many fields are read of a form.
const FIELDS_MAX: usize = 400;

/// `POST /commands`: a form holds a command as JSON in `command`; fields named by JSON pointers fill it in. A pointer
/// may end in `:bool`, `:list`, `:number` or `:optional`, or in the word that goes before an id (`:child`, `:person`).
/// `$new` stands for a new id.
pub(crate) async fn from_form(
    State(app): State<App>,
    asker: Asker,
    body: String,
) -> Result<Response, Problem> {
    let fields = fields(&body)?;
    let one = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let back =
        one("back").filter(|back| back.starts_with('/') && !back.starts_with("//")).unwrap_or("/").to_owned();
    let command = filled(one("command").unwrap_or_default(), &fields)?;
    carried_out(&app, &asker, command, &back, one("done")).await
}

/// Gives a command in the name of whoever asks, and goes back with what is said of it.
pub(crate) async fn carried_out(
    app: &App,
    asker: &Asker,
    command: Command,
    back: &str,
    done: Option<&str>,
) -> Result<Response, Problem> {
    let author = asker.author()?;
    from_here(&command, asker)?;
    within_quota(app, &author, &command, back)?;
    let lines = given(app, author, command).await.map_err(|error| Problem::with_way_back(error, back))?;
    let words = done.map_or_else(|| crate::pages::said(app, &lines), str::to_owned);
    Ok(back_with(back, &words, app))
}

/// Back to a page, with a sentence about what was done.
pub(crate) fn back_with(back: &str, words: &str, app: &App) -> Response {
    let flash = set_cookie(FLASH, &HEXLOWER.encode(words.as_bytes()), Some(30), app.secure);
    ([(SET_COOKIE, flash)], Redirect::to(back)).into_response()
}

/// The sentence that the last command left, once.
pub(crate) fn done(headers: &HeaderMap) -> Option<String> {
    let cookie = cookie(headers, FLASH)?;
    String::from_utf8(HEXLOWER.decode(cookie.value().as_bytes()).ok()?)
        .ok()
        .filter(|words| !words.is_empty() && words.len() < 2_000)
}

/// `POST /api/commands`: a command as JSON.
pub(crate) async fn from_api(
    State(app): State<App>,
    asker: Asker,
    headers: HeaderMap,
    body: String,
) -> Response {
    let answer = async {
        is_json(&headers)?;
        let command: Command = serde_json::from_str(&body)
            .and_then(Command::from_json)
            .map_err(|error| Problem::Unreadable(Unreadable::Json { detail: error.to_string() }))?;
        let author = asker.author()?;
        from_here(&command, &asker)?;
        within_quota(&app, &author, &command, "/")?;
        let lines = given(&app, author, command).await.map_err(|error| Problem::with_way_back(error, "/"))?;
        Ok::<_, Problem>(lines)
    };
    match answer.await {
        Ok(lines) => {
            let numbers: Vec<u64> = lines.iter().map(|line| line.seq).collect();
            Json(serde_json::json!({ "lines": numbers })).into_response()
        }
        Err(problem) => problem.json(),
    }
}

/// A page of another site cannot send this type without being asked first (ASVS 13.2.5).
fn is_json(headers: &HeaderMap) -> Result<(), Problem> {
    let named = headers.get(CONTENT_TYPE).and_then(|named| named.to_str().ok()).unwrap_or_default();
    let kind = named.split(';').next().unwrap_or_default().trim();
    if kind.eq_ignore_ascii_case("application/json") {
        Ok(())
    } else {
        Err(Problem::Unreadable(Unreadable::NotJson))
    }
}

/// What is done with concerns and records takes a device of the setting's, and opening a closed one again takes the second
/// proof that reading it takes.
fn from_here(command: &Command, asker: &Asker) -> Result<(), Problem> {
    use belisha_setting::concerns::Command as Concern;
    match command {
        Command::Concerns(Concern::Raise { .. } | Concern::SetNumber { .. }) => Ok(()),
        Command::Concerns(_) | Command::Records(_) if asker.own_device => {
            Err(Problem::Forbidden(Denied::RecordsOnOwnDevice))
        }
        Command::Pictures(_) | Command::Journeys(_) if asker.own_device => {
            Err(Problem::Forbidden(Denied::PicturesOnOwnDevice))
        }
        Command::Concerns(Concern::Reopen { .. }) if !asker.proved => {
            Err(Problem::SecondProof { back: "/concerns/closed".into() })
        }
        _ => Ok(()),
    }
}

/// Nobody puts on record without end; a concern is taken whatever else was done.
fn within_quota(app: &App, author: &Author, command: &Command, back: &str) -> Result<(), Problem> {
    let concern = matches!(command, Command::Concerns(belisha_setting::concerns::Command::Raise { .. }));
    let back = back.to_owned();
    let waits = |seconds| {
        if concern { Problem::TooManyConcerns { seconds, back } } else { Problem::TooMuch { seconds, back } }
    };
    app.quotas.take(author, concern, app.setting.ticks()).map_err(waits)
}

/// At most so many refusals of one person go on record within an hour.
const DENIED_ON_RECORD_MAX: usize = 10;

/// Gives a command; ends the sessions that it ends, and puts on record that somebody asked for what is for others.
async fn given(app: &App, author: Author, command: Command) -> Result<Vec<Line>, Error> {
    let asked = named(&command);
    let by = if let Author::Person(person) = &author { Some(person.clone()) } else { None };
    let lines = app.setting.submit(author, command).await;
    match (&lines, by) {
        (Ok(lines), _) => end_sessions(lines, app),
        (Err(Error::Refused(Refusal::Denied(_))), Some(person)) => {
            let since = app.setting.time().checked_sub(SignedDuration::from_hours(1));
            let many = {
                let now = app.setting.now();
                since.is_ok_and(|since| {
                    now.state.sign_ins.denied_since(&person, since) >= DENIED_ON_RECORD_MAX
                })
            };
            if !many {
                sign_in::noted(app, sign_ins::Prepared::Denied { person, asked }).await;
            }
        }
        (Err(_), _) => {}
    }
    lines
}

/// The name of a command: its register and what is done, without a word of what was entered.
fn named(command: &Command) -> String {
    let first = |value: &Value| -> Option<(String, Value)> {
        value.as_object()?.iter().next().map(|(name, inner)| (name.clone(), inner.clone()))
    };
    let json = serde_json::to_value(command).unwrap_or_default();
    let Some((register, inner)) = first(&json) else { return String::new() };
    first(&inner).map_or(register.clone(), |(what, _)| format!("{register}.{what}"))
}

/// Whoever left, or whose secret another set, is signed out everywhere.
pub(crate) fn end_sessions(lines: &[Line], app: &App) {
    for line in lines {
        match &line.event {
            Event::People(people::Event::Left { person }) => app.sessions.close_all(person, None),
            Event::People(people::Event::SecretSet { person, .. })
                if line.author != Author::Person(person.clone()) =>
            {
                app.sessions.close_all(person, None);
            }
            _ => {}
        }
    }
}

/// The fields of an urlencoded form, in order.
pub(crate) fn fields(body: &str) -> Result<Vec<(String, String)>, Problem> {
    let plain = |text: &str| percent_decoded(&text.replace('+', " "));
    let fields: Option<Vec<_>> = body
        .split('&')
        .filter(|pair| !pair.is_empty())
        .take(FIELDS_MAX)
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Some((plain(name)?, plain(value)?))
        })
        .collect();
    fields.ok_or(Problem::Unreadable(Unreadable::Form))
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first == b'%' {
            let (hex, tail) = after.split_at_checked(2)?;
            bytes.push(u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok()?);
            rest = tail;
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

/// The command that a form asks for, as `POST /commands` reads it.
///
/// # Errors
/// [`Problem::Unreadable`] when the form holds no command, or one of its fields has no place in it.
pub fn of_form(body: &str) -> Result<Command, Problem> {
    let fields = fields(body)?;
    let command = fields.iter().find(|(name, _)| name == "command").map_or("", |(_, value)| value.as_str());
    filled(command, &fields)
}

/// Why a form could not be read may quote what somebody typed: it is shown to nobody, and not logged.
fn half(_reason: &dyn std::fmt::Display) -> Problem {
    tracing::info!("a form could not be read");
    Problem::Unreadable(Unreadable::Incomplete)
}

fn filled(template: &str, fields: &[(String, String)]) -> Result<Command, Problem> {
    let template = template.replace("\"$new\"", &format!("\"{}\"", belisha_ledger::random::id()));
    let mut value: Value = serde_json::from_str(&template).map_err(|error| half(&error))?;
    let mut added = Vec::new();
    for (name, entered) in fields.iter().filter(|(name, _)| name.starts_with('/')) {
        let (pointer, kind) = name.split_once(':').unwrap_or((name, ""));
        if value.pointer(pointer).is_none() {
            added.push(pointer);
        }
        let place =
            slot(&mut value, pointer).ok_or_else(|| half(&format_args!("`{pointer}` has no place in it")))?;
        fill(place, kind, entered)?;
    }
    // A command leaves out some fields that say nothing, so its JSON alone does not tell which ones it has.
    added.retain(|pointer| value.pointer(pointer).is_some_and(says_something));
    let command = Command::from_json(value).map_err(|error| half(&error))?;
    if !added.is_empty() {
        let known = serde_json::to_value(&command).map_err(|error| half(&error))?;
        if let Some(pointer) = added.iter().find(|pointer| known.pointer(pointer).is_none()) {
            return Err(half(&format_args!("`{pointer}` is no field of it")));
        }
    }
    Ok(command)
}

/// Puts what was entered into its place.
fn fill(place: &mut Value, kind: &str, entered: &str) -> Result<(), Problem> {
    match kind {
        "list" => match place {
            Value::Array(items) => items.push(entered.into()),
            other => *other = Value::Array(vec![entered.into()]),
        },
        "bool" => *place = matches!(entered, "yes" | "on" | "true").into(),
        // One of several things, of which a form offers a list each: what is left empty says nothing.
        "child" | "person" if entered.is_empty() => {}
        "child" | "person" => *place = serde_json::json!({ kind: entered }),
        "optional" | "number" if entered.is_empty() => *place = Value::Null,
        "number" => {
            let number = entered.trim().parse::<i64>();
            *place = number.map_err(|_| half(&format_args!("`{entered}` is no number")))?.into();
        }
        _ => *place = entered.into(),
    }
    Ok(())
}

fn says_something(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(words) => !words.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => true,
    }
}

/// The place in a value that a pointer names, made where an object lacks its last key.
fn slot<'a>(value: &'a mut Value, pointer: &str) -> Option<&'a mut Value> {
    let (parent, key) = pointer.rsplit_once('/')?;
    match value.pointer_mut(parent)? {
        Value::Object(map) => Some(map.entry(key).or_insert(Value::Null)),
        _ => None,
    }
}
