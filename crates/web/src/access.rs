//! Who a route answers. Every route names it, and nothing is answered before it is asked.

use crate::app::App;
use crate::asker::Asker;
use crate::auth::{Leader, SignedIn};
use crate::error::Problem;
use crate::error::reasons::Failure;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::time::Duration;

/// Who a route answers, whatever the method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody; the words say why a stranger may.
    Public(&'static str),
    /// Somebody who is signed in, or the enrolled tablet that stands at the door.
    Door,
    /// Somebody who is signed in, or any enrolled tablet.
    Tablet,
    /// Somebody who is signed in.
    SignedIn,
    /// Whoever leads the setting and is signed in.
    Leader,
}

impl Access {
    async fn check(self, parts: &mut Parts, app: &App) -> Result<(), Problem> {
        if let Self::Public(_) = self {
            return Ok(());
        }
        let Ok(asker) = Asker::from_request_parts(parts, app).await;
        match self {
            Self::Public(_) => Ok(()),
            Self::Door => Ok(asker.author().map(drop)?),
            Self::Tablet if asker.tablet.is_some() => Ok(()),
            Self::Tablet | Self::SignedIn => SignedIn::from_request_parts(parts, app).await.map(drop),
            Self::Leader => Leader::from_request_parts(parts, app).await.map(drop),
        }
    }
}

/// Lets through whom the route is for. Strangers are sent to the page where they sign in, or to the first run of a
/// setting that has nobody yet; the API says it in JSON.
pub(crate) async fn admit(
    State((app, access)): State<(App, Access)>,
    request: Request,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let Err(problem) = access.check(&mut parts, &app).await else {
        return next.run(Request::from_parts(parts, body)).await;
    };
    let problem = match problem {
        Problem::SignIn if app.setting.now().state.people.here().next().is_none() => Problem::FirstRun,
        other => other,
    };
    if parts.uri.path().starts_with("/api/") { problem.json() } else { problem.into_response() }
}

/// Ends a request whose answer does not begin within its time. What was given to the service is carried out all the same.
pub(crate) async fn in_time(State(seconds_max): State<u64>, request: Request, next: Next) -> Response {
    within(Duration::from_secs(seconds_max), next.run(request)).await
}

async fn within(time_max: Duration, answer: impl Future<Output = Response>) -> Response {
    tokio::time::timeout(time_max, answer).await.unwrap_or_else(|_| {
        tracing::warn!(?time_max, "a request took too long and was ended");
        Problem::Failed(Failure::TooSlow).into_response()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::StatusCode;
    use std::future::{pending, ready};

    #[tokio::test(start_paused = true)]
    async fn a_request_that_never_ends_is_ended() {
        let time_max = Duration::from_secs(30);
        assert_eq!(within(time_max, pending()).await.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(within(time_max, ready(().into_response())).await.status(), StatusCode::OK);
    }
}
