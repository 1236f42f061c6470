//! The pages, one file each.

pub(crate) mod ask;
pub(crate) mod assessments;
pub(crate) mod bodies;
pub(crate) mod channels;
pub(crate) mod codes;
pub(crate) mod concerns;
pub(crate) mod devices;
pub(crate) mod due;
pub(crate) mod families;
pub(crate) mod first_run;
pub(crate) mod friendships;
pub(crate) mod help;
pub(crate) mod history;
pub(crate) mod imports;
pub(crate) mod internet;
pub(crate) mod journeys;
pub(crate) mod library;
pub(crate) mod live;
pub(crate) mod log;
pub(crate) mod occasions;
pub(crate) mod outings;
pub(crate) mod people;
pub(crate) mod permissions;
pub(crate) mod pictures;
pub(crate) mod policy;
pub(crate) mod posts;
pub(crate) mod report;
pub(crate) mod second_proof;
pub(crate) mod sending;
pub(crate) mod settings;
pub(crate) mod sign_in;
pub(crate) mod signing;
pub(crate) mod today;
pub(crate) mod tools;
pub(crate) mod training;
pub(crate) mod visitors;
pub(crate) mod wording;

use crate::app::App;
use crate::error::Problem;
pub(crate) use belisha_setting::author_name;
use belisha_setting::{Line, Names, PersonId, Sentence, State};

/// A choice of a list: its id and its name.
pub(crate) type Choice = (String, String);

pub(crate) async fn not_found() -> Problem {
    Problem::NotFound("There is no such page.".into())
}

/// What was just written, as one sentence.
pub(crate) fn said(app: &App, lines: &[Line]) -> String {
    let now = app.setting.now();
    let names = Names { state: &now.state, catalogue: &now.policy.catalogue };
    let words: Vec<String> = lines.iter().map(|line| line.event.sentence(&names)).collect();
    let raised = lines.iter().find_map(|line| match &line.event {
        belisha_setting::Event::Concerns(belisha_setting::concerns::Event::Raised { concern, .. }) => {
            Some(concern)
        }
        _ => None,
    });
    let route = raised.and_then(|id| now.state.concerns.all.get(id)).map(|concern| {
        belisha_setting::concerns::route(concern, &now.state, &now.policy, app.setting.time())
    });
    match route {
        Some(route) if route.nobody() => {
            "Your concern is on record, but nobody here may take it: please ring \
            the local authority designated officer or children's social care yourself. The numbers are under \
            Raise a concern."
                .to_owned()
        }
        _ if lines.is_empty() => "That is on record already.".to_owned(),
        _ => words.join(" "),
    }
}

/// Everyone on the register, by name.
pub(crate) fn people_choices(state: &State) -> Vec<Choice> {
    let mut people: Vec<Choice> =
        state.people.here().map(|(id, person)| (id.to_string(), person.name.words().to_owned())).collect();
    people.sort_by_key(|(_, name)| name.to_lowercase());
    people
}

/// Every child on the register, by name.
pub(crate) fn child_choices(state: &State) -> Vec<Choice> {
    let mut children: Vec<Choice> =
        state.children.here().map(|(id, child)| (id.to_string(), child.name.words().to_owned())).collect();
    children.sort_by_key(|(_, name)| name.to_lowercase());
    children
}

/// Every place, by name.
pub(crate) fn place_choices(state: &State) -> Vec<Choice> {
    let mut places: Vec<Choice> =
        state.places.all.iter().map(|(id, place)| (id.to_string(), place.name.clone())).collect();
    places.sort_by_key(|(_, name)| name.to_lowercase());
    places
}

/// A day in words: `30 August 2026`.
pub(crate) fn long_date(date: jiff::civil::Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// Titles of roles.
pub(crate) fn role_titles(roles: &[String], catalogue: &belisha_policy::Catalogue) -> String {
    let titles: Vec<&str> = roles
        .iter()
        .map(|role| match role.as_str() {
            "self" => "person themself",
            word => catalogue.roles.get(word).map_or(word, |info| info.title.as_str()),
        })
        .collect();
    titles.join(", ")
}

/// Whether somebody is in today.
pub(crate) fn is_in(state: &State, person: &PersonId) -> bool {
    state.day.people.contains_key(person)
}

/// A command as JSON for a button: `cmd("day/put-away", "person=p1&item=phone&put.stored=kitchen")`. Dots nest. Written
/// straight into the text, because a page has hundreds of them; a value that needs escaping is escaped.
pub(crate) fn cmd(what: &str, fields: impl AsRef<str>) -> String {
    let (register, command) = what.split_once('/').unwrap_or((what, ""));
    let fields = fields.as_ref();
    let mut out = String::with_capacity(what.len() + fields.len() + 48);
    out.push_str("{\"");
    out.push_str(register);
    out.push_str("\":{\"");
    out.push_str(command);
    out.push_str("\":{");
    for (at, (name, value)) in fields.split('&').filter_map(|pair| pair.split_once('=')).enumerate() {
        if at > 0 {
            out.push(',');
        }
        let (outer, inner) = name.split_once('.').map_or((name, None), |(outer, inner)| (outer, Some(inner)));
        key(&mut out, outer);
        if let Some(inner) = inner {
            out.push('{');
            key(&mut out, inner);
        }
        match value {
            "true" | "false" => out.push_str(value),
            word => quoted(&mut out, word),
        }
        if inner.is_some() {
            out.push('}');
        }
    }
    out.push_str("}}}");
    out
}

fn key(out: &mut String, name: &str) {
    quoted(out, name);
    out.push(':');
}

fn quoted(out: &mut String, word: &str) {
    if word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_ ./:".contains(&byte)) {
        out.push('"');
        out.push_str(word);
        out.push('"');
    } else {
        out.push_str(&serde_json::Value::from(word).to_string());
    }
}

/// A day in words.
pub(crate) fn day(date: jiff::civil::Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}
