//! Whether the program can do its work, for whatever watches over the computer.

use crate::app::App;
use axum::extract::State;
use axum::http::StatusCode;

/// `GET /health`: 200 when the log can be read, 503 otherwise. Why it cannot stands in the program's own log.
pub(crate) async fn answer(State(app): State<App>) -> (StatusCode, &'static str) {
    let length = app.setting.now().state.lines;
    match app.setting.lines(length.saturating_sub(1), length + 1).await {
        Ok(_) => (StatusCode::OK, "ok\n"),
        Err(error) => {
            tracing::error!(%error, "the log cannot be read");
            (StatusCode::SERVICE_UNAVAILABLE, "unavailable\n")
        }
    }
}
