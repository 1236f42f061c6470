//! The pages, one file each.

pub(crate) mod ask;
pub(crate) mod assessments;
pub(crate) mod bodies;
pub(crate) mod channels;
pub(crate) mod clock;
pub(crate) mod codes;
pub(crate) mod concerns;
pub(crate) mod data_requests;
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
pub(crate) mod own_secret;
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
use crate::asker::Asker;
use crate::error::Problem;
use crate::error::reasons::Missing;
pub(crate) use belisha_setting::author_name;
use belisha_setting::{Line, Names, PersonId, Sentence, State};

/// Who asks is looked up for what stands around the page.
pub(crate) async fn not_found(_: Asker) -> Problem {
    Problem::NotFound(Missing::Page)
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
