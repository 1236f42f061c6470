//! The tablet that a request comes from gets a key of its own.

use crate::app::App;
use crate::asker::key_hash;
use crate::auth::Leader;
use crate::commands;
use crate::cookies::{DEVICE, set_own_cookie};
use crate::error::Problem;
use axum::extract::{Path, State};
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use belisha_setting::{Author, DeviceId, devices};

/// Enrols the tablet that this request comes from: its key goes into its cookie, the key's hash on record.
pub(crate) async fn enrol(
    State(app): State<App>,
    Leader(signed_in): Leader,
    Path(device): Path<String>,
    body: String,
) -> Result<Response, Problem> {
    let fields = commands::fields(&body)?;
    let door = fields.iter().any(|(name, value)| name == "door" && value == "yes");
    let key = format!("{}{}", belisha_ledger::random::id(), belisha_ledger::random::id());
    let id = DeviceId::from(device);
    let command = devices::Prepared::Enrol { device: id.clone(), door, key_hash: key_hash(&key) }.into();
    let back = format!("/devices/{id}");
    let author = Author::Person(signed_in.person);
    app.setting.submit(author, command).await.map_err(|error| Problem::with_way_back(error, &back))?;
    // A year: a tablet is enrolled again when it is given another key.
    let cookie = set_own_cookie(DEVICE, &format!("{id}.{key}"), Some(31_536_000), app.secure);
    Ok(([(SET_COOKIE, cookie)], Redirect::to(&back)).into_response())
}
