//! The one place where errors become answers. Inner detail goes to the log, never to the page.

pub(crate) mod page;
pub(crate) mod reasons;
mod refused;

use crate::asker::Stranger;
use askama::Template;
use axum::Json;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use belisha_invariant::Broken;
use belisha_service::Error;
use belisha_setting::Refusal;
use reasons::{Denied, Failure, Missing, TooLarge, Unfit, Unreadable};
use std::sync::Arc;

/// Why there is no page.
#[derive(Debug)]
pub enum Problem {
    /// Nobody is signed in.
    SignIn,
    /// Whoever signed in did so with a secret that another set: they choose their own first.
    ChooseSecret,
    /// The setting has not begun yet.
    FirstRun,
    /// A second proof of who is asking comes first.
    SecondProof {
        /// The page that it leads back to.
        back: String,
    },
    /// It is for somebody else, or done elsewhere.
    Forbidden(Denied),
    /// There is no such thing.
    NotFound(Missing),
    /// What was sent cannot be read.
    Unreadable(Unreadable),
    /// What was sent is too large.
    TooLarge(TooLarge),
    /// What was entered is not taken.
    Unfit {
        /// What is wrong with it.
        reason: Unfit,
        /// The page of the form.
        back: String,
    },
    /// Too many wrong secrets: whoever tries waits.
    TooManyTries {
        /// How long.
        seconds: u64,
        /// The page that it leads back to.
        back: String,
    },
    /// More than anybody does in a while: whoever does it waits.
    TooMuch {
        /// How long.
        seconds: u64,
        /// The page that it leads back to.
        back: String,
    },
    /// More concerns than anybody raises in a while.
    TooManyConcerns {
        /// How long.
        seconds: u64,
        /// The page that it leads back to.
        back: String,
    },
    /// The core refused it.
    Refused {
        /// Why.
        refusal: Box<Refusal>,
        /// The page that it leads back to.
        back: String,
    },
    /// A file could not be kept or shown.
    Vault(belisha_vault::Error),
    /// The program could not do it.
    Failed(Failure),
}

/// A problem on its way out: [`page::show`] makes a page of it, inside what stands around every page.
#[derive(Clone)]
struct Met(Arc<Problem>);

impl Problem {
    /// What the service could not do, or was not let do, as a problem; its page leads back to where it was asked.
    pub(crate) fn with_way_back(error: Error, back: &str) -> Self {
        match error {
            Error::Refused(refusal) => Self::Refused { refusal: Box::new(refusal), back: back.to_owned() },
            Error::Vault(error) => {
                tracing::warn!(%error, "the vault could not do it");
                Self::Vault(error)
            }
            other => {
                tracing::error!(error = %other, "a command could not be carried out");
                Self::Failed(match other {
                    Error::Ledger(belisha_ledger::Error::DiskFull) => Failure::DiskFull,
                    Error::Ledger(belisha_ledger::Error::Overloaded) => Failure::Overloaded,
                    _ => Failure::NotWritten,
                })
            }
        }
    }

    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::SignIn | Self::ChooseSecret => StatusCode::UNAUTHORIZED,
            Self::FirstRun | Self::Failed(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::SecondProof { .. } | Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Unreadable(Unreadable::NotJson) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Unreadable(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unfit { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooManyTries { .. } | Self::TooMuch { .. } | Self::TooManyConcerns { .. } => {
                StatusCode::TOO_MANY_REQUESTS
            }
            Self::Refused { refusal, .. } => refused::status(refusal),
            Self::Vault(belisha_vault::Error::Refused(_) | belisha_vault::Error::Infected(_)) => {
                StatusCode::BAD_REQUEST
            }
            Self::Vault(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn says(&self) -> String {
        match self {
            Self::SignIn => "Please sign in.".into(),
            Self::ChooseSecret => {
                "Please choose a secret of your own first: another set the one you signed in with.".into()
            }
            Self::FirstRun => "This setting has not begun yet.".into(),
            Self::SecondProof { .. } => "History opens with a second proof.".into(),
            Self::Forbidden(denied) => denied.to_string(),
            Self::NotFound(missing) => missing.to_string(),
            Self::Unreadable(unreadable) => unreadable.to_string(),
            Self::TooLarge(limit) => limit.to_string(),
            Self::Unfit { reason, .. } => reason.to_string(),
            Self::TooManyTries { seconds, .. } => {
                format!("Too many wrong tries: please wait {seconds} seconds.")
            }
            Self::TooMuch { seconds, .. } => format!(
                "That is more than is put on record in ten minutes: please wait {seconds} seconds. Nothing was changed."
            ),
            Self::TooManyConcerns { seconds, .. } => format!(
                "So many concerns were raised from here within ten minutes that this one was not taken: tell the designated lead yourself, now, or sign in with your own name. From here it can be raised again in {seconds} seconds."
            ),
            Self::Refused { refusal, .. } => refused::says(refusal),
            Self::Vault(error) => error.says(),
            Self::Failed(failure) => failure.to_string(),
        }
    }

    /// The field of the form that is to be put right, by its name.
    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Unreadable(unreadable) => unreadable.field(),
            Self::Unfit { reason, .. } => reason.field(),
            Self::Refused { refusal, .. } => refusal.field(),
            _ => None,
        }
    }

    /// The problem as JSON, for the API.
    pub(crate) fn json(&self) -> Response {
        let clauses = match self {
            Self::Refused { refusal, .. } => refusal.clauses(),
            _ => Vec::new(),
        };
        let answer = serde_json::json!({ "error": self.says(), "clauses": clauses, "field": self.field() });
        (self.status(), Json(answer)).into_response()
    }
}

impl From<Stranger> for Problem {
    fn from(_: Stranger) -> Self {
        Self::SignIn
    }
}

impl From<Broken> for Problem {
    fn from(broken: Broken) -> Self {
        Self::Failed(Failure::Impossible(broken))
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        match &self {
            Self::SignIn => Redirect::to("/sign-in").into_response(),
            Self::ChooseSecret => Redirect::to("/own-secret").into_response(),
            Self::FirstRun => Redirect::to("/start").into_response(),
            Self::SecondProof { back } => Redirect::to(&format!("/second-proof?back={back}")).into_response(),
            _ => {
                let mut response = self.status().into_response();
                response.extensions_mut().insert(Met(Arc::new(self)));
                response
            }
        }
    }
}

/// A template as a page; a template that fails is logged and says so.
pub(crate) fn rendered(page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => Html(html).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered");
            (StatusCode::INTERNAL_SERVER_ERROR, "This page could not be shown.").into_response()
        }
    }
}
