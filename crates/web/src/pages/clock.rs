//! What time it is, where the computer's clock cannot be believed: somebody who leads says it.

use crate::app::App;
use crate::auth::{Leader, SignedIn};
use crate::commands::{back_with, fields};
use crate::error::reasons::Unreadable;
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use belisha_setting::{Author, date_of, from_london, time_of};
use jiff::Timestamp;

#[derive(Template)]
#[template(path = "clock.html")]
struct Page {
    layout: Layout,
    /// What may be the time; nothing where the clock is believed.
    doubt: Option<Choices>,
    now: String,
}

struct Choices {
    machine: Choice,
    expected: Choice,
}

struct Choice {
    words: String,
    /// As it is sent back.
    value: String,
}

impl Choice {
    fn new(time: Timestamp) -> Self {
        Self { words: words(time), value: time.to_string() }
    }
}

/// A time as people say it.
pub(crate) fn words(time: Timestamp) -> String {
    format!("{}, {}", date_of(time).strftime("%A %-d %B %Y"), time_of(time).strftime("%H:%M"))
}

pub(crate) async fn page(State(app): State<App>, signed_in: SignedIn) -> Response {
    let layout = Layout { live: false, ..Layout::new(&app, &signed_in.asker, "The time", "/clock") };
    let doubt = app
        .setting
        .doubt()
        .map(|doubt| Choices { machine: Choice::new(doubt.machine), expected: Choice::new(doubt.expected) });
    rendered(&Page { layout, doubt, now: words(app.setting.time()) })
}

/// Takes the time as it was stated: one of the two that were offered, or a date and a time by the clocks of the United
/// Kingdom.
pub(crate) async fn state(
    State(app): State<App>,
    Leader(signed_in): Leader,
    body: String,
) -> Result<Response, Problem> {
    let fields = fields(&body)?;
    let one =
        |name: &str| fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim());
    let entered = || {
        let (date, time) = (one("date").parse().ok()?, one("time").parse().ok()?);
        from_london(date, time)
    };
    let now: Option<Timestamp> = match one("now") {
        "" => entered(),
        offered => offered.parse().ok(),
    };
    let now = now.ok_or(Problem::Unreadable(Unreadable::Incomplete))?;
    let author = Author::Person(signed_in.person);
    app.setting.state_time(author, now).await.map_err(|error| Problem::with_way_back(error, "/clock"))?;
    Ok(back_with("/", &format!("It is {}.", words(now)), &app))
}
