//! Outings: planned, left with their kit, back.

use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::rendered;
use crate::frame::Frame;
use crate::pages::{Choice, people_choices};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

#[derive(Template)]
#[template(path = "outings.html")]
struct Page {
    frame: Frame,
    rows: Vec<Row>,
    people: Vec<Choice>,
    children: Vec<Choice>,
    phones: Vec<Choice>,
    kit: Vec<(String, String)>,
}

struct Row {
    id: String,
    to: String,
    people: String,
    children: usize,
    left: Option<String>,
}

pub(crate) async fn page(State(app): State<App>, signed_in: SignedIn, headers: HeaderMap) -> Response {
    let frame = Frame::of(&app, &signed_in.asker, "Outings", "/outings").with_done(commands::done(&headers));
    let now = app.setting.now();
    let state = &now.state;
    let rows = state.outings.all.iter().map(|(id, outing)| {
        let names: Vec<String> = outing.people.iter().map(|person| state.people.name(person)).collect();
        Row {
            id: id.to_string(),
            to: outing.to.clone(),
            people: belisha_policy::join_and(&names),
            children: outing.children.len(),
            left: outing.left.as_ref().map(|(at, phone)| {
                let phone = phone.as_ref().map_or("no phone".to_owned(), |phone| state.devices.name(phone));
                format!("since {}, with {phone}", belisha_setting::time_of(*at).strftime("%H:%M"))
            }),
        }
    });
    let in_today = |id: &str| state.day.people.is_empty() || state.day.people.contains_key(id);
    let mut children: Vec<Choice> = state
        .children
        .here()
        .filter(|(id, _)| state.day.children.is_empty() || state.day.children.contains(*id))
        .map(|(id, child)| (id.to_string(), child.name.words().to_owned()))
        .collect();
    children.sort_by_key(|(_, name)| name.to_lowercase());
    let kit =
        now.policy.of_control("phones.outing-kit").filter_map(|there| now.policy.pack.clause(&there.clause));
    let page = Page {
        rows: rows.collect(),
        people: people_choices(state).into_iter().filter(|(id, _)| in_today(id)).collect(),
        children,
        phones: state
            .devices
            .settings()
            .filter(|(_, device)| device.is.setting_phone)
            .map(|(id, device)| (id.to_string(), device.is.name.clone()))
            .collect(),
        kit: kit.map(|clause| (clause.id.clone(), clause.says.clone())).collect(),
        frame,
    };
    drop(now);
    rendered(&page)
}
