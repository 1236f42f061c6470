//! Files that are arriving, piece by piece: after the tus protocol 1.0.0 (core, creation and termination), so that a broken
//! connection goes on where it stopped. Whoever began a file is the only one who may go on with it.

pub(crate) mod arriving;

use crate::app::App;
use crate::auth::SignedIn;
use crate::error::Problem;
use crate::error::reasons::{Failure, Missing, TooLarge, Unreadable};
use crate::rights::PictureViewer;
use arriving::Full;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use belisha_service::Error;
use belisha_vault::Spool;
use futures_util::StreamExt;
use tokio::sync::OwnedMutexGuard;

/// The largest piece, in bytes.
pub(crate) const PIECE_BYTES_MAX: usize = 8 * 1024 * 1024;
/// So much is written to the disk at once, in bytes.
const WRITE_BYTES: usize = 256 * 1024;

const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");

/// `POST /uploads`: a file begins to arrive.
pub(crate) async fn begin(State(app): State<App>, viewer: PictureViewer) -> Result<Response, Problem> {
    let spool = viewer.gallery()?.spool().map_err(|error| Problem::with_way_back(error, "/pictures"))?;
    let id = app.uploads.begin(viewer.signed_in.person, spool, app.setting.ticks());
    let id = id.map_err(|full| match full {
        Full::All => Problem::Failed(Failure::TooManyUploads),
        Full::Own => Problem::TooLarge(TooLarge::OwnUploads),
    })?;
    let place = format!("/uploads/{id}");
    Ok((StatusCode::CREATED, [(LOCATION, place), (RESUMABLE, "1.0.0".into())]).into_response())
}

/// `HEAD /uploads/{id}`: how much has arrived.
pub(crate) async fn length(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let upload = app.uploads.writable(&id, &signed_in.person, app.setting.ticks());
    let length = upload.ok_or(Problem::NotFound(Missing::Upload))?.spool.lock().await.length();
    Ok(arrived(StatusCode::OK, length))
}

/// `DELETE /uploads/{id}`: whoever began it does not want it any more (tus: termination).
pub(crate) async fn end(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let spool = app.uploads.take(&id, &signed_in.person).ok_or(Problem::NotFound(Missing::Upload))?;
    drop(spool);
    Ok((StatusCode::NO_CONTENT, [(RESUMABLE, "1.0.0")]).into_response())
}

/// `PATCH /uploads/{id}`: a piece, which begins where the last one ended. What has arrived stays, whatever becomes of the
/// connection.
pub(crate) async fn piece(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let offset = headers.get(OFFSET).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let upload = app.uploads.writable(&id, &signed_in.person, app.setting.ticks());
    let upload = upload.ok_or(Problem::NotFound(Missing::Upload))?;
    let mut spool = upload.spool.clone().lock_owned().await;
    if offset != Some(spool.length()) {
        return Err(Problem::Unreadable(Unreadable::Offset));
    }
    let mut pieces = body.into_data_stream();
    let mut waiting = Vec::with_capacity(WRITE_BYTES);
    while let Some(Ok(bytes)) = pieces.next().await {
        if !upload.takes(bytes.len() as u64) {
            return Err(Problem::TooLarge(TooLarge::OwnUploads));
        }
        waiting.extend_from_slice(&bytes);
        if waiting.len() >= WRITE_BYTES {
            spool = written(spool, std::mem::take(&mut waiting)).await?;
        }
    }
    let spool = written(spool, waiting).await?;
    Ok(arrived(StatusCode::NO_CONTENT, spool.length()))
}

fn arrived(status: StatusCode, length: u64) -> Response {
    (status, [(OFFSET, length.to_string()), (RESUMABLE, "1.0.0".into())]).into_response()
}

/// Writes to the disk, away from the requests of others.
async fn written(
    mut spool: OwnedMutexGuard<Spool>,
    bytes: Vec<u8>,
) -> Result<OwnedMutexGuard<Spool>, Problem> {
    let work = move || {
        let result = spool.append(&bytes);
        (spool, result)
    };
    let (spool, result) = tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(%error, "a piece of a file could not be written");
        Problem::Failed(Failure::Upload)
    })?;
    result.map_err(|error| Problem::with_way_back(Error::Vault(error), "/pictures"))?;
    Ok(spool)
}
