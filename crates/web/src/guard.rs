//! What every request passes: requests from other sites are refused, and pages say what browsers may do with them.

use crate::app::App;
use crate::asker::REFRESH;
use crate::cookies::{cookie, set_cookie};
use crate::hosts::is_ours;
use axum::extract::{Request, State};
use axum::http::header::{HOST, HeaderName, ORIGIN, SET_COOKIE};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; \
                      form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const WITHOUT: &str = "camera=(), microphone=(), geolocation=()";
const WITH_CAMERA: &str = "camera=(self), microphone=(self), geolocation=()";

/// Refuses what came by a name that is not ours, and a change that another site's page asks for (OWASP: verify the origin with standard headers), and sets the
/// headers that keep a page to itself.
pub(crate) async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    if let Some(host) = request.headers().get(HOST)
        && !host.to_str().is_ok_and(|host| is_ours(host, app.public_name.as_deref()))
    {
        return (StatusCode::MISDIRECTED_REQUEST, "This program does not know itself by that name. If it is meant to, it is started with --name and that name.")
            .into_response();
    }
    if request.method() != Method::GET && request.method() != Method::HEAD && !same_origin(&request) {
        return (StatusCode::FORBIDDEN, "This came from another site and was not carried out.")
            .into_response();
    }
    // A page that keeps itself up to date takes it from nobody who is on the way to the next.
    let said = request.method() == Method::GET
        && !request.headers().contains_key(REFRESH)
        && cookie(request.headers(), crate::commands::FLASH).is_some();
    let page = !request.uri().path().starts_with("/assets") && request.uri().path() != "/live";
    // The camera is for the one page that makes pictures.
    let camera = request.uri().path() == "/camera";
    let mut response = next.run(request).await;
    if said && page {
        // What was done is said once.
        if let Ok(gone) = HeaderValue::from_str(&set_cookie(crate::commands::FLASH, "", Some(0), false)) {
            response.headers_mut().append(SET_COOKIE, gone);
        }
    }
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("permissions-policy", if camera { WITH_CAMERA } else { WITHOUT }),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if app.secure {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(HeaderName::from_static("strict-transport-security"), year);
    }
    let private = HeaderValue::from_static("no-store");
    headers.entry(HeaderName::from_static("cache-control")).or_insert(private);
    response
}

/// A header that is there and cannot be read counts as one that names another site.
fn same_origin(request: &Request) -> bool {
    let headers = request.headers();
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    // No browser sends a form without either header; a program without cookies is not at risk.
    let Some(origin) = headers.get(ORIGIN) else { return true };
    let Some(host) = headers.get(HOST) else { return false };
    let origin = origin.as_bytes().splitn(2, |byte| *byte == b':').nth(1);
    origin.and_then(|origin| origin.strip_prefix(b"//")).is_some_and(|origin| origin == host.as_bytes())
}
