//! The cookies that are set, and how they are read.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use cookie::time::Duration;
use cookie::{Cookie, SameSite};

/// The token of a session.
pub(crate) const SESSION: &str = "belisha_session";
/// The id of an enrolled tablet and its key, with a full stop between.
pub(crate) const DEVICE: &str = "belisha_device";

/// The name that a cookie of ours goes by: over HTTPS one that no other site of the domain can set (RFC 6265bis, section
/// 4.1.3.2).
fn named(name: &str, secure: bool) -> String {
    if secure { format!("__Host-{name}") } else { name.to_owned() }
}

/// The value of a cookie that was set for this site.
pub(crate) fn own_cookie<'a>(headers: &'a HeaderMap, name: &str, secure: bool) -> Option<Cookie<'a>> {
    cookie(headers, &named(name, secure))
}

/// The `Set-Cookie` value of a cookie that says who or what a browser is.
pub(crate) fn set_own_cookie(name: &str, value: &str, seconds_max: Option<i64>, secure: bool) -> String {
    set_cookie(&named(name, secure), value, seconds_max, secure)
}

/// The value of a cookie that a request brought along.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<Cookie<'a>> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    lines.flat_map(Cookie::split_parse).flatten().find(|cookie| cookie.name() == name)
}

/// The `Set-Cookie` value of a cookie that scripts cannot read and other sites cannot send.
pub(crate) fn set_cookie(name: &str, value: &str, seconds_max: Option<i64>, secure: bool) -> String {
    let mut cookie =
        Cookie::build((name, value)).path("/").http_only(true).same_site(SameSite::Strict).secure(secure);
    if let Some(seconds) = seconds_max {
        cookie = cookie.max_age(Duration::seconds(seconds));
    }
    cookie.build().to_string()
}
