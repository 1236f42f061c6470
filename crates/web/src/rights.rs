//! Who may read what is kept, as extractors: a handler that names one is not reached by anybody without the right. What
//! the policy allows depends on the device that the request comes from and on a second proof.

pub(crate) mod guarded;

use crate::app::App;
use crate::auth::SignedIn;
use crate::error::Problem;
use crate::error::reasons::{Denied, Failure, Missing};
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use belisha_policy::KnownAct;
use belisha_service::{Error, Gallery};
use belisha_setting::people::Person;
use belisha_setting::{Author, ConcernId, Context, Question, Refusal, ask, roles};
use std::sync::Arc;

/// Somebody who may open pictures: the vault is reached with this alone.
pub(crate) struct PictureViewer {
    pub(crate) signed_in: SignedIn,
    gallery: Option<Arc<Gallery>>,
}

impl PictureViewer {
    pub(crate) fn has_gallery(&self) -> bool {
        self.gallery.is_some()
    }

    /// The pictures.
    ///
    /// # Errors
    /// [`Failure::NoGallery`] where no vault is configured.
    pub(crate) fn gallery(&self) -> Result<&Arc<Gallery>, Problem> {
        self.gallery.as_ref().ok_or(Problem::Failed(Failure::NoGallery))
    }
}

/// Somebody who may open records of children.
pub(crate) struct RecordReader {
    pub(crate) signed_in: SignedIn,
}

/// Somebody who may open what is closed, for which a second proof of who they are is asked.
pub(crate) struct HistoryReader {
    pub(crate) signed_in: SignedIn,
}

/// Somebody who may open the concern that the address names: an open one on its route, a closed one with a second proof.
pub(crate) struct ConcernReader {
    pub(crate) signed_in: SignedIn,
    pub(crate) concern: ConcernId,
}

/// Somebody who may see where every clause stands, whoever it is about.
pub(crate) struct ReportReader {
    pub(crate) signed_in: SignedIn,
}

/// Somebody who leads the setting or is a designated person: sees who made how many pictures of whom.
pub(crate) struct PictureOverseer {
    pub(crate) signed_in: SignedIn,
}

/// What the policy says to an act of reading, by whoever is signed in and from where they are.
fn asked(app: &App, signed_in: &SignedIn, act: KnownAct, concern: Option<ConcernId>) -> Result<(), Problem> {
    let question = Question {
        act: act.into(),
        who: Some(signed_in.person.to_string()),
        concern,
        owner: signed_in.asker.own_device.then(|| "personal".to_owned()),
        second_factor: signed_in.asker.proved,
        ..Question::default()
    };
    let time = app.setting.time();
    let now = app.setting.now();
    let answer = ask(&now.state, &now.policy, time, &question);
    drop(now);
    if answer.verdict.allows() {
        return Ok(());
    }
    let error = Error::Refused(Refusal::ByPolicy(Box::new(answer)));
    Err(Problem::with_way_back(error, "/concerns"))
}

/// A refusal of what is closed, where a second proof may still turn it.
fn or_second_proof(problem: Problem, signed_in: &SignedIn, back: &str) -> Problem {
    let may_prove = !signed_in.asker.proved && !signed_in.asker.own_device;
    if may_prove { Problem::SecondProof { back: back.to_owned() } } else { problem }
}

/// Whether whoever is signed in is a person of whom something holds.
fn satisfies(app: &App, signed_in: &SignedIn, holds: impl Fn(&Person, &Context<'_>) -> bool) -> bool {
    let now = app.setting.now();
    let author = Author::Person(signed_in.person.clone());
    let context =
        Context { state: &now.state, policy: &now.policy, now: app.setting.time(), author: &author };
    now.state.people.all.get(&signed_in.person).is_some_and(|person| holds(person, &context))
}

impl FromRequestParts<App> for PictureViewer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let signed_in = SignedIn::from_request_parts(parts, app).await?;
        asked(app, &signed_in, KnownAct::OpenPictures, None)?;
        Ok(Self { signed_in, gallery: app.gallery.open().clone() })
    }
}

impl FromRequestParts<App> for RecordReader {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let signed_in = SignedIn::from_request_parts(parts, app).await?;
        asked(app, &signed_in, KnownAct::OpenRecords, None)?;
        Ok(Self { signed_in })
    }
}

impl FromRequestParts<App> for HistoryReader {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let signed_in = SignedIn::from_request_parts(parts, app).await?;
        asked(app, &signed_in, KnownAct::OpenHistory, None)
            .map_err(|problem| or_second_proof(problem, &signed_in, parts.uri.path()))?;
        Ok(Self { signed_in })
    }
}

impl FromRequestParts<App> for ConcernReader {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let signed_in = SignedIn::from_request_parts(parts, app).await?;
        let missing = |_| Problem::NotFound(Missing::Concern);
        let Path(id) = Path::<String>::from_request_parts(parts, app).await.map_err(missing)?;
        let concern = ConcernId::from(id);
        asked(app, &signed_in, KnownAct::OpenConcern, Some(concern.clone()))?;
        let is_closed = {
            let now = app.setting.now();
            now.state.concerns.all.get(&concern).is_some_and(|concern| concern.closed.is_some())
        };
        if is_closed {
            asked(app, &signed_in, KnownAct::OpenHistory, Some(concern.clone()))
                .map_err(|problem| or_second_proof(problem, &signed_in, parts.uri.path()))?;
        }
        Ok(Self { signed_in, concern })
    }
}

impl FromRequestParts<App> for ReportReader {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let signed_in = SignedIn::from_request_parts(parts, app).await?;
        if !satisfies(app, &signed_in, roles::sees_all) {
            return Err(Problem::Forbidden(Denied::Report));
        }
        Ok(Self { signed_in })
    }
}

impl FromRequestParts<App> for PictureOverseer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let signed_in = SignedIn::from_request_parts(parts, app).await?;
        if !satisfies(app, &signed_in, roles::safeguards) {
            return Err(Problem::Forbidden(Denied::Overview));
        }
        Ok(Self { signed_in })
    }
}
