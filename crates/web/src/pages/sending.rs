//! Secure sending: a parcel made here, opened with nothing but a browser; every sending on record, never its contents.

use crate::action::{self, Action};
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::reasons::{Failure, Missing, TooLarge, Unfit, Unreadable};
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::outgoing::Outgoing;
use crate::pages::author_name;
use crate::parcels::Parcel;
use crate::view::choices::{self, Choice};
use crate::view::clauses::quoted;
use crate::view::dates::day;
use askama::Template;
use axum::body::Body;
use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use belisha_parcel::{BYTES_MAX, Contents, File, Passphrase};
use belisha_policy::ShownOn;
use belisha_setting::consents::Of;
use belisha_setting::disclosures::{Command as Disclose, How, Reason, Sent};
use belisha_setting::{Author, Command, Context, date_of, disclosures};
use belisha_vault::media::ReadAt;
use std::sync::Arc;

/// The largest body that is read to its end, in bytes: what is too large for a parcel is then told so in words.
pub(crate) const BODY_BYTES_MAX: usize = 2 * BYTES_MAX;
/// How many bytes of an archive are in memory at once.
const PIECE_BYTES: usize = 256 * 1024;
/// How many sendings are listed; the older ones are in the log.
const LISTED_MAX: usize = 50;

#[derive(Template)]
#[template(path = "sending.html")]
struct Page {
    layout: Layout,
    clauses: Vec<(String, String)>,
    reasons: Vec<(&'static str, &'static str)>,
    about: Vec<Choice>,
    rows: Vec<Row>,
    all: bool,
    size: usize,
    made: Option<Made>,
    record: Action,
}

/// A parcel just made: its passphrase is shown this once.
struct Made {
    parcel: String,
    passphrase: String,
    to: String,
}

struct Row {
    on: String,
    by: String,
    what: String,
    to: String,
    why: String,
    how: &'static str,
    reason: &'static str,
    about: String,
}

pub(crate) async fn page(State(app): State<App>, signed_in: SignedIn, headers: HeaderMap) -> Response {
    let mut page = view(&app, &signed_in);
    page.layout = page.layout.with_done(commands::done(&headers));
    rendered(&page)
}

fn view(app: &App, signed_in: &SignedIn) -> Page {
    let layout = Layout { live: false, ..Layout::new(app, &signed_in.asker, "Secure sending", "/words") };
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let author = Author::Person(signed_in.person.clone());
    let context = Context { state, policy, now: app.setting.time(), author: &author };
    let children = choices::children(state).into_iter().map(|(id, name)| (format!("child:{id}"), name));
    let people = choices::people(state).into_iter().map(|(id, name)| (format!("person:{id}"), name));
    let about = children.chain(people).collect();
    let record = Disclose::Send {
        disclosure: action::new_id(),
        content: action::blank(),
        to: action::blank(),
        why: action::blank(),
        how: How::SecureService,
        reason: Reason::Consent,
        about: Vec::new(),
    };
    let page = Page {
        clauses: quoted(policy, ShownOn::Sending),
        reasons: Reason::ALL.iter().map(|reason| (reason.word(), reason.words())).collect(),
        about,
        rows: rows(signed_in, &context),
        all: disclosures::reads_all(&signed_in.person, &context),
        size: BYTES_MAX / 1_000_000,
        made: None,
        record: Action::new(&Command::Disclosures(record)).back("/sending"),
        layout,
    };
    drop(now);
    page
}

/// What was sent, the latest first, as far as somebody may read it.
fn rows(signed_in: &SignedIn, context: &Context<'_>) -> Vec<Row> {
    let state = context.state;
    let sent = state.disclosures.all.values();
    let mut sent: Vec<&Sent> =
        sent.filter(|sent| disclosures::may_read(&signed_in.person, sent, context)).collect();
    sent.sort_by_key(|sent| std::cmp::Reverse(sent.line));
    let row = |sent: &Sent| {
        let about: Vec<String> = sent.disclosure.about.iter().map(|of| of.name(state)).collect();
        Row {
            on: day(date_of(sent.at)),
            by: author_name(&sent.by, state),
            what: sent.disclosure.content.words().to_owned(),
            to: sent.disclosure.to.words().to_owned(),
            why: sent.disclosure.why.words().to_owned(),
            how: sent.disclosure.how.words(),
            reason: sent.disclosure.reason.words(),
            about: belisha_policy::join_and(&about),
        }
    };
    sent.into_iter().take(LISTED_MAX).map(row).collect()
}

/// What the form says.
#[derive(Default)]
struct Entered {
    what: String,
    to: String,
    why: String,
    reason: String,
    about: Vec<Of>,
    message: String,
    files: Vec<File>,
}

/// `POST /sending`: seals a parcel, puts it on record, and shows its passphrase once.
pub(crate) async fn seal(
    State(app): State<App>,
    signed_in: SignedIn,
    parts: Multipart,
) -> Result<Response, Problem> {
    let refused = |reason: Unfit| Problem::Unfit { reason, back: "/sending".into() };
    let entered = entered(parts).await?;
    let Some(reason) = Reason::ALL.into_iter().find(|reason| reason.word() == entered.reason) else {
        return Err(refused(Unfit::NoGround));
    };
    if entered.message.trim().is_empty() && entered.files.is_empty() {
        return Err(refused(Unfit::EmptyParcel));
    }
    let from = app.setting.now().state.profile.name.clone();
    let contents = Contents { from, message: entered.message, files: entered.files, beside: Vec::new() };
    let passphrase = Passphrase::from_random(belisha_ledger::random::bytes());
    let told = passphrase.shown().to_owned();
    // Deriving the key takes a good part of a second, on purpose.
    let sealed = tokio::task::spawn_blocking(move || {
        belisha_parcel::seal(&contents, &passphrase, belisha_ledger::random::bytes())
    });
    let html = match sealed.await {
        Ok(Ok(html)) => html,
        Ok(Err(error)) => return Err(refused(Unfit::Parcel(error))),
        Err(error) => {
            tracing::error!(%error, "a parcel could not be sealed");
            return Err(Problem::Failed(Failure::Parcel));
        }
    };
    let parcel = belisha_ledger::random::id();
    let send = Disclose::Send {
        disclosure: parcel.as_str().into(),
        content: entered.what,
        to: entered.to.clone(),
        why: entered.why,
        how: How::Parcel,
        reason,
        about: entered.about,
    };
    let author = signed_in.asker.author()?;
    app.setting
        .submit(author, Command::Disclosures(send))
        .await
        .map_err(|error| Problem::with_way_back(error, "/sending"))?;
    app.parcels.keep(parcel.clone(), Parcel::Page(html.into()), signed_in.person.clone(), app.setting.time());
    let made = Some(Made { parcel, passphrase: told, to: entered.to });
    Ok(rendered(&Page { made, ..view(&app, &signed_in) }))
}

async fn entered(mut parts: Multipart) -> Result<Entered, Problem> {
    let mut entered = Entered::default();
    let mut bytes = 0_usize;
    while let Some(mut part) = parts.next_field().await.map_err(unreadable)? {
        let name = part.name().unwrap_or("").to_owned();
        let file = part.file_name().map(str::to_owned);
        let mut value = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(unreadable)? {
            bytes += chunk.len();
            // The rest is read and dropped, so that the browser is told why.
            if bytes <= BYTES_MAX + 65_536 {
                value.extend_from_slice(&chunk);
            }
        }
        match (name.as_str(), file) {
            ("file", Some(name)) if !name.is_empty() => entered.files.push(File { name, bytes: value }),
            ("file", _) => {}
            (name, _) => entered.word(name, String::from_utf8_lossy(&value).replace("\r\n", "\n")),
        }
    }
    if bytes > BYTES_MAX + 65_536 {
        return Err(too_large());
    }
    Ok(entered)
}

impl Entered {
    fn word(&mut self, name: &str, value: String) {
        match name {
            "what" => self.what = value,
            "to" => self.to = value,
            "why" => self.why = value,
            "reason" => self.reason = value,
            "message" => self.message = value,
            "about" => match value.split_once(':') {
                Some(("child", id)) => self.about.push(Of::Child(id.into())),
                Some(("person", id)) => self.about.push(Of::Person(id.into())),
                _ => {}
            },
            _ => {}
        }
    }
}

fn too_large() -> Problem {
    Problem::TooLarge(TooLarge::Parcel { megabytes_max: BYTES_MAX / 1_000_000 })
}

fn unreadable(error: MultipartError) -> Problem {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        return too_large();
    }
    tracing::info!(%error, "a parcel's form could not be read");
    Problem::Unreadable(Unreadable::Form)
}

/// `GET /sending/{parcel}`: the parcel as a file, for whoever made it, for some minutes.
pub(crate) async fn download(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(parcel): Path<String>,
) -> Result<Response, Problem> {
    let sealed = app
        .parcels
        .fetch(&parcel, &signed_in.person, app.setting.time())
        .ok_or(Problem::NotFound(Missing::Parcel))?;
    let page = match sealed {
        Parcel::Page(page) => page,
        Parcel::Archive(file) => {
            let name = (CONTENT_DISPOSITION, "attachment; filename=\"sealed-parcels.zip\"");
            let length = (CONTENT_LENGTH, &*file.length().to_string());
            let headers = [(CONTENT_TYPE, "application/zip"), name, length];
            return Ok((headers, Body::from_stream(pieces(file.clone()))).into_response());
        }
    };
    let name = (CONTENT_DISPOSITION, "attachment; filename=\"sealed-parcel.html\"");
    Ok(([(CONTENT_TYPE, "text/html; charset=utf-8"), name], page.to_string()).into_response())
}

/// The bytes of a file, piece by piece.
fn pieces(file: Arc<Outgoing>) -> impl futures_util::Stream<Item = std::io::Result<Vec<u8>>> {
    futures_util::stream::try_unfold(0_u64, move |at| {
        let file = file.clone();
        async move {
            let piece = move || belisha_vault::media::read(&*file, at, PIECE_BYTES);
            let piece = tokio::task::spawn_blocking(piece).await.map_err(std::io::Error::other)??;
            let next = at + piece.len() as u64;
            Ok((!piece.is_empty()).then_some((piece, next)))
        }
    })
}
