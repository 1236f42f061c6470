//! Visitors: reading the rule, signing in and out.

use crate::app::App;
use crate::auth::Asker;
use crate::commands;
use crate::error::rendered;
use crate::frame::Frame;
use crate::pages::{Choice, people_choices};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_setting::visitors;

#[derive(Template)]
#[template(path = "visitors.html")]
struct Page {
    frame: Frame,
    door: bool,
    setting: String,
    rule: Vec<(String, String)>,
    asks_lone_working: bool,
    places: String,
    here: Vec<Row>,
    people: Vec<Choice>,
}

struct Row {
    id: String,
    name: String,
    organisation: String,
    purpose: String,
    phone: &'static str,
    lone: bool,
    with: String,
    since: String,
}

pub(crate) async fn page(State(app): State<App>, asker: Asker, headers: HeaderMap) -> Response {
    let frame = Frame::of(&app, &asker, "Visitors", "/visitors").with_done(commands::done(&headers));
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let of = |param: &str| -> Vec<String> {
        policy
            .of_control("phones.visitors")
            .filter_map(|there| there.params.get(param))
            .flatten()
            .cloned()
            .collect()
    };
    let here = state.visitors.here.iter().map(|(id, visit)| Row {
        id: id.to_string(),
        name: visit.is.name.words().to_owned(),
        organisation: visit.is.organisation.words().to_owned(),
        purpose: visit.is.purpose.words().to_owned(),
        phone: match visit.is.phone {
            visitors::Phone::None => "no phone",
            visitors::Phone::HandedOver => "phone handed over: give it back",
            visitors::Phone::Kept => "phone kept, not used",
        },
        lone: visit.is.lone_working,
        with: visit.is.supervisor.as_ref().map_or(String::new(), |person| state.people.name(person)),
        since: belisha_setting::time_of(visit.since).strftime("%H:%M").to_string(),
    });
    let page = Page {
        door: asker.person.is_none(),
        setting: state.profile.name.clone(),
        rule: visitors::rule(policy).into_iter().map(|(id, says)| (id.to_owned(), says.to_owned())).collect(),
        asks_lone_working: of("lone_working").iter().any(|word| word == "yes"),
        places: belisha_policy::join_or(&of("places")),
        here: here.collect(),
        people: people_choices(state)
            .into_iter()
            .filter(|(id, _)| state.day.people.contains_key(id.as_str()))
            .collect(),
        frame,
    };
    drop(now);
    rendered(&page)
}
