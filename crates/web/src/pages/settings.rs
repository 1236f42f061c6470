//! Settings: number, hours, terms, places, the policy's next version, lists from elsewhere.

use crate::app::App;
use crate::auth::Leader;
use crate::commands;
use crate::error::rendered;
use crate::frame::Frame;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

#[derive(Template)]
#[template(path = "settings.html")]
struct Page {
    frame: Frame,
    number: String,
    days: Vec<(i8, &'static str, String, String)>,
    terms: Vec<(String, String, String)>,
    closures: Vec<(String, String)>,
    places: Vec<PlaceRow>,
    version: String,
    today: String,
    links: Vec<(String, String)>,
    lines: u64,
}

struct PlaceRow {
    id: String,
    name: String,
    kind: String,
    children: bool,
    sighted: bool,
    store: bool,
}

const DAYS: [(i8, &str); 7] = [
    (1, "Monday"),
    (2, "Tuesday"),
    (3, "Wednesday"),
    (4, "Thursday"),
    (5, "Friday"),
    (6, "Saturday"),
    (7, "Sunday"),
];

pub(crate) async fn page(State(app): State<App>, Leader(signed_in): Leader, headers: HeaderMap) -> Response {
    let frame =
        Frame::of(&app, &signed_in.asker, "Settings", "/settings").with_done(commands::done(&headers));
    let now = app.setting.now();
    let state = &now.state;
    let time = |time: jiff::civil::Time| time.strftime("%H:%M").to_string();
    let days = DAYS.iter().map(|(day, name)| {
        let hours = state.profile.hours.get(day);
        let (from, to) = hours.map_or((String::new(), String::new()), |(from, to)| (time(*from), time(*to)));
        (*day, *name, from, to)
    });
    let places = state.places.all.iter().map(|(id, place)| PlaceRow {
        id: id.to_string(),
        name: place.name.clone(),
        kind: place.kind.clone(),
        children: place.children,
        sighted: place.sighted,
        store: place.store,
    });
    let links = now.policy.pack.clauses.iter().filter(|clause| !clause.links.is_empty());
    let links = links.flat_map(|clause| belisha_setting::notices::links(&clause.id, state, &now.policy));
    let page = Page {
        number: state.profile.number.clone(),
        days: days.collect(),
        terms: state
            .profile
            .terms
            .iter()
            .map(|(name, (from, to))| (name.clone(), from.to_string(), to.to_string()))
            .collect(),
        closures: state.profile.closures.iter().map(|(on, why)| (on.to_string(), why.clone())).collect(),
        places: places.collect(),
        version: now.policy.pack.version.clone(),
        today: belisha_setting::date_of(app.setting.time()).to_string(),
        links: links.map(|link| (link.name, link.address)).collect(),
        lines: state.lines,
        frame,
    };
    drop(now);
    rendered(&page)
}
