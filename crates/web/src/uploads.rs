//! Files that are arriving, piece by piece: after the tus protocol 1.0.0 (core and creation), so that a broken connection
//! goes on where it stopped. Whoever began a file is the only one who may go on with it.

use crate::app::App;
use crate::auth::SignedIn;
use crate::error::Problem;
use crate::rights::PictureViewer;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use belisha_service::Error;
use belisha_setting::PersonId;
use belisha_vault::Spool;
use futures_util::StreamExt;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::sync::Mutex;

/// At most this many files arrive at once.
const UPLOADS_MAX: usize = 64;
/// A file that stopped arriving is let go of after this many minutes.
const IDLE_MINUTES_MAX: i64 = 60;
/// The largest piece, in bytes.
pub(crate) const PIECE_BYTES_MAX: usize = 8 * 1024 * 1024;

const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");

struct Upload {
    person: PersonId,
    spool: Spool,
    seen: Timestamp,
}

/// The files that are arriving. They end with the program: nobody else has the keys of what arrived.
#[derive(Default)]
pub(crate) struct Uploads(Mutex<HashMap<String, Upload>>);

impl Uploads {
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Upload>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn begin(&self, person: PersonId, spool: Spool, now: Timestamp) -> Result<String, Problem> {
        let mut all = self.lock();
        all.retain(|_, there| now.duration_since(there.seen) < SignedDuration::from_mins(IDLE_MINUTES_MAX));
        if all.len() >= UPLOADS_MAX {
            return Err(Problem::Failed(
                "Too many files are arriving at once: please try again in a while.".into(),
            ));
        }
        let id = belisha_ledger::random::id();
        all.insert(id.clone(), Upload { person, spool, seen: now });
        Ok(id)
    }

    /// Takes a file that somebody began out, to work on it.
    pub(crate) fn take(&self, id: &str, person: &PersonId) -> Result<Spool, Problem> {
        let mut all = self.lock();
        match all.get(id) {
            Some(there) if there.person == *person => {
                all.remove(id).map(|there| there.spool).ok_or_else(gone)
            }
            _ => Err(gone()),
        }
    }

    fn put_back(&self, id: String, person: PersonId, spool: Spool, now: Timestamp) {
        self.lock().insert(id, Upload { person, spool, seen: now });
    }

    fn length(&self, id: &str, person: &PersonId) -> Option<u64> {
        self.lock().get(id).filter(|there| there.person == *person).map(|there| there.spool.length())
    }
}

fn gone() -> Problem {
    Problem::NotFound("That file is not arriving any more: please begin again.".into())
}

/// `POST /uploads`: a file begins to arrive.
pub(crate) async fn begin(State(app): State<App>, viewer: PictureViewer) -> Result<Response, Problem> {
    let spool = app.gallery(&viewer)?.spool().map_err(|error| Problem::of(error, &app, "/pictures"))?;
    let id = app.uploads.begin(viewer.signed_in.person, spool, app.setting.time())?;
    let place = format!("/uploads/{id}");
    Ok((StatusCode::CREATED, [(axum::http::header::LOCATION, place), (RESUMABLE, "1.0.0".into())])
        .into_response())
}

/// `HEAD /uploads/{id}`: how much has arrived.
pub(crate) async fn length(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let length = app.uploads.length(&id, &signed_in.person).ok_or_else(gone)?;
    Ok((StatusCode::OK, [(OFFSET, length.to_string()), (RESUMABLE, "1.0.0".into())]).into_response())
}

/// `PATCH /uploads/{id}`: a piece, which begins where the last one ended.
pub(crate) async fn piece(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let offset = headers.get(OFFSET).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let mut spool = app.uploads.take(&id, &signed_in.person)?;
    let mut result = Ok(());
    if offset == Some(spool.length()) {
        let mut pieces = body.into_data_stream();
        // What has arrived stays, whatever becomes of the connection.
        while let Some(Ok(bytes)) = pieces.next().await {
            result =
                spool.append(&bytes).map_err(|error| Problem::of(Error::Vault(error), &app, "/pictures"));
            if result.is_err() {
                break;
            }
        }
    } else {
        result = Err(Problem::Unreadable("That piece does not begin where the last one ended.".into()));
    }
    let length = spool.length();
    app.uploads.put_back(id, signed_in.person, spool, app.setting.time());
    result?;
    Ok((StatusCode::NO_CONTENT, [(OFFSET, length.to_string()), (RESUMABLE, "1.0.0".into())]).into_response())
}
