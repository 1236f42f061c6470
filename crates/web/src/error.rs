//! The one place where errors become pages. Inner detail goes to the log, never to the page.

use crate::frame::Frame;
use askama::Template;
use axum::Json;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use belisha_service::Error;
use belisha_setting::{Fault, Refusal};

/// Why there is no page.
#[derive(Debug)]
pub enum Problem {
    /// Nobody is signed in.
    SignIn,
    /// The setting has not begun yet.
    FirstRun,
    /// It is for somebody else.
    Forbidden(String),
    /// There is no such thing.
    NotFound(String),
    /// What was sent cannot be read.
    Unreadable(String),
    /// What was sent is too large.
    TooLarge(String),
    /// A command was refused.
    Refused {
        /// The refusal.
        refusal: Box<Refusal>,
        /// The text of the clauses behind it.
        clauses: Vec<(String, String)>,
        /// Where to go back to.
        back: String,
        /// What stands around the page, where somebody is signed in.
        frame: Option<Framed>,
    },
    /// History: a second proof of who is asking comes first; then back to this page.
    SecondProof(String),
    /// The program could not do it.
    Failed(String),
}

/// What stands around a refusal's page.
#[derive(Debug)]
pub struct Framed(Box<Frame>);

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    frame: Frame,
    says: String,
    clauses: Vec<(String, String)>,
    remedies: Vec<String>,
    sum: Option<String>,
    back: String,
}

/// Whether it is who may open what that stands against it, and not the setting's own policy.
fn of_the_house(answer: &belisha_setting::Answer) -> bool {
    answer.verdict.reasons().iter().any(|reason| reason.control.starts_with("house."))
}

impl Problem {
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::SecondProof(_) => StatusCode::FORBIDDEN,
            Self::FirstRun => StatusCode::SERVICE_UNAVAILABLE,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Unreadable(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Refused { refusal, .. } => match (&**refusal, refusal.fault()) {
                (Refusal::ByPolicy(answer), _) if of_the_house(answer) => StatusCode::FORBIDDEN,
                (_, Some(Fault::Denied)) => StatusCode::FORBIDDEN,
                (_, Some(Fault::Invalid)) => StatusCode::UNPROCESSABLE_ENTITY,
                (_, Some(Fault::Contradiction) | None) => StatusCode::CONFLICT,
            },
            Self::Failed(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn says(&self) -> String {
        match self {
            Self::SignIn => "Please sign in.".into(),
            Self::FirstRun => "This setting has not begun yet.".into(),
            Self::SecondProof(_) => "History opens with a second proof.".into(),
            Self::Forbidden(says)
            | Self::NotFound(says)
            | Self::Unreadable(says)
            | Self::TooLarge(says)
            | Self::Failed(says) => says.clone(),
            Self::Refused { refusal, .. } => match &**refusal {
                Refusal::ByPolicy(answer) => {
                    let says: Vec<&str> =
                        answer.verdict.reasons().iter().map(|reason| reason.says.as_str()).collect();
                    format!("No: {}.", belisha_policy::join_and(&says))
                }
                other => other.to_string(),
            },
        }
    }

    /// The same with the page's own frame around it, so that nobody seems signed out.
    pub(crate) fn framed(mut self, app: &crate::App, asker: &crate::auth::Asker) -> Self {
        if let Self::Refused { frame, .. } = &mut self {
            let around = Frame { live: false, ..Frame::of(app, asker, "Not done", "") };
            *frame = Some(Framed(Box::new(around)));
        }
        self
    }

    /// The problem as JSON, for the API.
    pub(crate) fn json(&self) -> Response {
        let clauses: Vec<_> = match self {
            Self::Refused { clauses, .. } => clauses.iter().map(|(id, _)| id.clone()).collect(),
            _ => Vec::new(),
        };
        let mut said = serde_json::json!({ "error": self.says(), "clauses": clauses });
        if let (Self::Refused { refusal, .. }, Some(said)) = (self, said.as_object_mut())
            && let Some(field) = refusal.field()
        {
            said.insert("field".to_owned(), field.into());
        }
        (self.status(), Json(said)).into_response()
    }

    /// A service error as a problem, with the clauses' text looked up.
    pub(crate) fn of(error: Error, app: &crate::App, back: &str) -> Self {
        match error {
            Error::Refused(refusal) => {
                let now = app.setting.now();
                let clauses = refusal
                    .clauses()
                    .iter()
                    .filter_map(|id| Some(((*id).to_owned(), now.policy.pack.clause(id)?.says.clone())))
                    .collect();
                Self::Refused { refusal: Box::new(refusal), clauses, back: back.to_owned(), frame: None }
            }
            Error::Vault(error) => {
                tracing::warn!(%error, "the vault could not do it");
                match error {
                    belisha_vault::Error::Refused(_) | belisha_vault::Error::Infected(_) => {
                        Self::Unreadable(error.says())
                    }
                    _ => Self::Failed(error.says()),
                }
            }
            other => {
                tracing::error!(error = %other, "a command could not be carried out");
                let says = match &other {
                    Error::Ledger(belisha_ledger::Error::DiskFull) => {
                        "The disk is full. Nothing was written: please tell the manager, make room, and try again."
                    }
                    Error::Ledger(belisha_ledger::Error::Overloaded) => {
                        "Too much is happening at once. Nothing was written: please try again in a moment."
                    }
                    _ => "That could not be written down. Nothing was changed: please try again.",
                };
                Self::Failed(says.to_owned())
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        match &self {
            Self::SignIn => return Redirect::to("/sign-in").into_response(),
            Self::FirstRun => return Redirect::to("/start").into_response(),
            Self::SecondProof(back) => {
                return Redirect::to(&format!("/second-proof?back={back}")).into_response();
            }
            _ => {}
        }
        let (says, status) = (self.says(), self.status());
        let mut page = ProblemPage {
            frame: Frame::plain("Not done"),
            says,
            clauses: Vec::new(),
            remedies: Vec::new(),
            sum: None,
            back: "/".into(),
        };
        if let Self::Refused { refusal, clauses, back, frame } = self {
            if let Refusal::ByPolicy(answer) = *refusal {
                page.remedies = answer.remedies.iter().map(ToString::to_string).collect();
                page.sum = answer.sum;
            }
            (page.clauses, page.back) = (clauses, back);
            page.frame = frame.map_or(page.frame, |Framed(frame)| *frame);
        }
        (status, rendered(&page)).into_response()
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
