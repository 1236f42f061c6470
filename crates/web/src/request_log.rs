//! A line of the program's own log for each request. It names the route and never the address, whose parts and query
//! name people, nor whoever asks.

use axum::extract::{MatchedPath, Request};
use axum::response::Response;
use std::time::Duration;
use tracing::Span;

/// Around everything that is logged during a request.
pub(crate) fn span(request: &Request) -> Span {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str);
    tracing::info_span!("request", method = %request.method(), route)
}

pub(crate) fn answered(response: &Response, latency: Duration, _: &Span) {
    let status = response.status().as_u16();
    let latency_ms = u64::try_from(latency.as_millis()).unwrap_or(u64::MAX);
    if response.status().is_server_error() {
        tracing::warn!(status, latency_ms, "answered");
    } else {
        tracing::info!(status, latency_ms, "answered");
    }
}
