//! Handlers for whoever is signed in, and for whoever leads the setting.

use crate::app::App;
use crate::asker::Asker;
use crate::error::Problem;
use crate::error::reasons::Denied;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use belisha_setting::people::Person;
use belisha_setting::{Author, Context, PersonId, roles};

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub(crate) struct SignedIn {
    pub(crate) person: PersonId,
    pub(crate) asker: Asker,
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let Ok(asker) = Asker::from_request_parts(parts, app).await;
        if asker.choosing.is_some() {
            return Err(Problem::ChooseSecret);
        }
        let person = asker.person.clone().ok_or(Problem::SignIn)?;
        Ok(Self { person, asker })
    }
}

/// Somebody who leads the setting and is signed in.
pub(crate) struct Leader(pub(crate) SignedIn);

impl FromRequestParts<App> for Leader {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let signed_in = SignedIn::from_request_parts(parts, app).await?;
        let now = app.setting.now();
        let author = Author::Person(signed_in.person.clone());
        let context =
            Context { state: &now.state, policy: &now.policy, now: app.setting.time(), author: &author };
        let leads = |person: &Person| roles::leads(person, &context);
        match now.state.people.all.get(&signed_in.person) {
            Some(person) if leads(person) => {}
            _ => return Err(Problem::Forbidden(Denied::Leaders)),
        }
        drop(now);
        Ok(Self(signed_in))
    }
}
