//! Check words: a text looked at before it goes out. Nothing of it is kept.

use crate::app::App;
use crate::auth::SignedIn;
use crate::commands::fields;
use crate::error::reasons::{Failure, TooLarge, Unreadable};
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use belisha_setting::PersonId;
use belisha_setting::wording::{self, Found, Outlet, Verdict};
use serde::Deserialize;

/// The longest text that is checked, in bytes: a book fits.
const TEXT_BYTES_MAX: usize = 6_000_000;
/// The largest body: a form writes a character that is not plain as three for each byte.
pub(crate) const BODY_BYTES_MAX: usize = 3 * TEXT_BYTES_MAX + 65_536;
/// At most this much of a text is shown again, in bytes: nobody reads more on a page.
const SHOWN_BYTES_MAX: usize = 20_000;
/// At most this many findings are listed on a page.
const LISTED_MAX: usize = 200;

#[derive(Template)]
#[template(path = "wording.html")]
struct Page {
    layout: Layout,
    text: String,
    outlets: Vec<(&'static str, &'static str)>,
    outlet: &'static str,
    checked: Option<Checked>,
}

/// What was found, for a page.
pub(crate) struct Checked {
    pub(crate) segments: Vec<Segment>,
    pub(crate) rows: Vec<Row>,
    pub(crate) stops: usize,
    pub(crate) looks: usize,
    /// How many findings are not listed.
    pub(crate) more: usize,
    /// Whether the end of the text is not shown.
    pub(crate) cut: bool,
}

/// A stretch of the text, marked or not.
pub(crate) struct Segment {
    pub(crate) words: String,
    pub(crate) mark: Option<(&'static str, &'static str)>,
}

/// One finding, for a page.
pub(crate) struct Row {
    pub(crate) words: String,
    pub(crate) class: &'static str,
    pub(crate) verdict: &'static str,
    pub(crate) sure: bool,
    pub(crate) says: String,
    pub(crate) clauses: Vec<String>,
}

fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Stop => "broken",
        Verdict::Look => "due",
        Verdict::Pass => "kept",
    }
}

impl Checked {
    /// The text in stretches, and its findings in rows.
    pub(crate) fn new(text: &str, found: &[Found]) -> Self {
        let end =
            (0..=text.len().min(SHOWN_BYTES_MAX)).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        let (mut segments, mut at) = (Vec::new(), 0);
        for one in found.iter().filter(|one| one.at.end <= end) {
            let plain = |from: usize, to: usize| text.get(from..to).unwrap_or_default().to_owned();
            if one.at.start < at {
                continue;
            }
            segments.push(Segment { words: plain(at, one.at.start), mark: None });
            let mark = Some((class(one.verdict), one.verdict.words()));
            segments.push(Segment { words: plain(one.at.start, one.at.end), mark });
            at = one.at.end;
        }
        segments.push(Segment { words: text.get(at..end).unwrap_or_default().to_owned(), mark: None });
        let count = |verdict| found.iter().filter(|one| one.verdict == verdict).count();
        let rows = found.iter().take(LISTED_MAX).map(|one| Row {
            words: one.words.clone(),
            class: class(one.verdict),
            verdict: one.verdict.words(),
            sure: one.sure == belisha_setting::wording::Sure::Certain,
            says: one.says.clone(),
            clauses: one.clauses.clone(),
        });
        Self {
            rows: rows.collect(),
            stops: count(Verdict::Stop),
            looks: count(Verdict::Look),
            more: found.len().saturating_sub(LISTED_MAX),
            cut: end < text.len(),
            segments,
        }
    }
}

fn blank(app: &App, signed_in: &SignedIn) -> Page {
    Page {
        layout: Layout { live: false, ..Layout::new(app, &signed_in.asker, "Check words", "/words") },
        text: String::new(),
        outlets: Outlet::ALL.iter().map(|outlet| (outlet.word(), outlet.title())).collect(),
        outlet: Outlet::Page.word(),
        checked: None,
    }
}

pub(crate) async fn page(State(app): State<App>, signed_in: SignedIn) -> Response {
    rendered(&blank(&app, &signed_in))
}

pub(crate) async fn check(
    State(app): State<App>,
    signed_in: SignedIn,
    body: String,
) -> Result<Response, Problem> {
    let mut page = blank(&app, &signed_in);
    let fields = fields(&body)?;
    let one = |name: &str| fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value);
    let text = one("text").replace("\r\n", "\n");
    let outlet = outlet(one("channel"))?;
    if text.trim().is_empty() {
        return Err(Problem::Unreadable(Unreadable::NoWords));
    }
    let (text, found) = found(&app, text, outlet, Some(signed_in.person)).await?;
    page.checked = Some(Checked::new(&text, &found));
    page.outlet = outlet.word();
    page.text = if text.len() <= SHOWN_BYTES_MAX { text } else { String::new() };
    Ok(rendered(&page))
}

fn outlet(word: &str) -> Result<Outlet, Problem> {
    Outlet::named(word).ok_or_else(|| {
        let known: Vec<&str> = Outlet::ALL.iter().map(|outlet| outlet.word()).collect();
        Problem::Unreadable(Unreadable::Outlet { known: belisha_policy::join_or(&known) })
    })
}

/// Checks a text away from the pages of others: a long one takes a while.
async fn found(
    app: &App,
    text: String,
    outlet: Outlet,
    by: Option<PersonId>,
) -> Result<(String, Vec<Found>), Problem> {
    if text.len() > TEXT_BYTES_MAX {
        return Err(Problem::TooLarge(TooLarge::Text { megabytes_max: TEXT_BYTES_MAX / 1_000_000 }));
    }
    let app = app.clone();
    let checked = tokio::task::spawn_blocking(move || {
        let now = app.setting.now();
        let found = wording::check(&text, outlet, by.as_ref(), &now.state, &now.policy);
        drop(now);
        (text, found)
    });
    checked.await.map_err(|error| {
        tracing::error!(%error, "a text could not be checked");
        Problem::Failed(Failure::TextCheck)
    })
}

/// A text for the API.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    text: String,
    channel: String,
}

/// `POST /api/words`: `{"text": …, "channel": "message"}`; answers what was found, and keeps nothing.
pub(crate) async fn api(State(app): State<App>, SignedIn { person, .. }: SignedIn, body: String) -> Response {
    let given = async {
        let asked: Asked = serde_json::from_str(&body)
            .map_err(|error| Problem::Unreadable(Unreadable::Json { detail: error.to_string() }))?;
        found(&app, asked.text, outlet(&asked.channel)?, Some(person)).await
    };
    match given.await {
        Ok((_, found)) => {
            let passes = found.iter().all(|one| one.verdict != Verdict::Stop);
            (StatusCode::OK, Json(serde_json::json!({ "passes": passes, "found": found }))).into_response()
        }
        Err(problem) => problem.json(),
    }
}
