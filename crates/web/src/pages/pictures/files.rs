//! The bytes of pictures, opened for somebody who may see them; recordings in parts, as players ask for them.

use crate::app::App;
use crate::byte_range::{Part, part};
use crate::error::Problem;
use crate::error::reasons::{Denied, Missing};
use crate::rights::PictureViewer;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use belisha_setting::PictureId;
use belisha_setting::pictures::MediaKind;

/// `GET /pictures/{picture}/files/{rendition}`.
pub(crate) async fn file(
    State(app): State<App>,
    viewer: PictureViewer,
    Path((picture, rendition)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let picture = PictureId::from(picture);
    let gallery = viewer.gallery()?;
    let failed = |error| match Problem::with_way_back(error, "/pictures") {
        Problem::Refused { .. } => Problem::NotFound(Missing::File),
        other => other,
    };
    let recording = {
        let now = app.setting.now();
        now.state.pictures.all.get(&picture).is_some_and(|known| known.shot.kind == MediaKind::Recording)
    };
    if !recording {
        // What is looked at is a rendition; the original leaves with an export alone.
        if rendition == "original" {
            return Err(Problem::NotFound(Missing::File));
        }
        let bytes = gallery.open(&picture, &rendition).await.map_err(failed)?;
        return Ok(([(CONTENT_TYPE, "image/jpeg")], bytes).into_response());
    }
    let blob = gallery.blob(&picture, "original").map_err(failed)?;
    let head = first(gallery, &blob).await.map_err(failed)?;
    let kind = if head.starts_with(&[0x1a, 0x45, 0xdf, 0xa3]) { "video/webm" } else { "video/mp4" };
    let part = part(&headers, blob.bytes);
    let range = match part {
        Part::Whole => 0..blob.bytes,
        Part::Bytes(ref range) => range.clone(),
        Part::Outside => {
            let length = [(CONTENT_RANGE, format!("bytes */{}", blob.bytes))];
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, length).into_response());
        }
    };
    let head = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_LENGTH, (range.end - range.start).to_string()),
        (ACCEPT_RANGES, "bytes".to_owned()),
    ];
    let place = format!("bytes {}-{}/{}", range.start, range.end.saturating_sub(1), blob.bytes);
    let body = Body::from_stream(gallery.vault().stream(&blob, range));
    Ok(match part {
        Part::Bytes(_) => (StatusCode::PARTIAL_CONTENT, [(CONTENT_RANGE, place)], head, body).into_response(),
        _ => (head, body).into_response(),
    })
}

async fn first(
    gallery: &belisha_service::Gallery,
    blob: &belisha_vault::Blob,
) -> Result<Vec<u8>, belisha_service::Error> {
    let mut parts = std::pin::pin!(gallery.vault().stream(blob, 0..16.min(blob.bytes)));
    match futures_util::StreamExt::next(&mut parts).await {
        Some(bytes) => Ok(bytes?.to_vec()),
        None => Ok(Vec::new()),
    }
}

/// `GET /pictures/{picture}/uses/{use}`: the large rendition, to print or to hand out; every use is asked about before.
pub(crate) async fn download(
    State(app): State<App>,
    viewer: PictureViewer,
    Path((picture, id)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let picture = PictureId::from(picture);
    let on_record = {
        let now = app.setting.now();
        let known = now.state.pictures.all.get(&picture);
        known.is_some_and(|known| known.live().any(|(key, _)| key.as_str() == id))
    };
    if !on_record {
        return Err(Problem::Forbidden(Denied::DownloadWithoutUse));
    }
    let opened = viewer.gallery()?.open(&picture, "large").await;
    let bytes = opened.map_err(|error| Problem::with_way_back(error, "/pictures"))?;
    let name = "attachment; filename=\"picture.jpg\"";
    Ok(([(CONTENT_TYPE, "image/jpeg"), (CONTENT_DISPOSITION, name)], bytes).into_response())
}
