//! What holds in every possible situation: the promises of the policy, and everything that a proposed version would change.

use crate::app::App;
use crate::auth::SignedIn;
use crate::error::reasons::Failure;
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use belisha_policy::{Pack, Policy};
use belisha_proof::{Finding, Proved, differences, findings, promises};
use std::sync::Arc;

/// At most so many differences are written out; how many more there are is said.
const SHOWN_MAX: usize = 40;

#[derive(Template)]
#[template(path = "proofs.html")]
struct Page {
    layout: Layout,
    promises: Vec<Proved>,
    findings: Vec<Finding>,
    /// Of a version that is proposed: each difference in a sentence, and how many more there are.
    proposed: Option<(Vec<String>, usize)>,
    /// Promises that the proposed version would not keep.
    lost: Vec<Proved>,
}

struct Found {
    promises: Vec<Proved>,
    findings: Vec<Finding>,
    proposed: Option<Vec<String>>,
    lost: Vec<Proved>,
}

pub(crate) async fn page(State(app): State<App>, signed_in: SignedIn) -> Result<Response, Problem> {
    let layout = Layout::new(&app, &signed_in.asker, "What holds always", "/policy");
    let (policy, proposed) = {
        let now = app.setting.now();
        let text = now.state.adoption.proposed.as_ref().map(|proposed| proposed.text.clone());
        (Arc::clone(&now.policy), text)
    };
    // Every situation is gone through: that is work for a thread of its own.
    let found = tokio::task::spawn_blocking(move || found(&policy, proposed.as_deref())).await;
    let found = found.map_err(|error| error.to_string()).and_then(std::convert::identity);
    let found = found.map_err(|error| {
        tracing::error!(%error, "a policy could not be gone through");
        Problem::Failed(Failure::Proof)
    })?;
    let proposed = found.proposed.map(|mut all| {
        let more = all.len().saturating_sub(SHOWN_MAX);
        all.truncate(SHOWN_MAX);
        (all, more)
    });
    let (promises, findings, lost) = (found.promises, found.findings, found.lost);
    Ok(rendered(&Page { layout: Layout { live: false, ..layout }, promises, findings, proposed, lost }))
}

fn found(policy: &Policy, proposed: Option<&str>) -> Result<Found, String> {
    let next = proposed.map(|text| {
        let pack = Pack::parse("policy", text, &policy.base).map_err(|error| error.to_string())?;
        Policy::compile(pack, Arc::clone(&policy.base)).map_err(|error| error.to_string())
    });
    let next = next.transpose()?;
    let changes = |next: &Policy| {
        let all = differences(policy, next)?;
        Ok::<_, String>(all.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    let lost = |next: &Policy| {
        let all = promises(next)?.into_iter();
        Ok::<_, String>(all.filter(|one| one.refuted.is_some()).collect::<Vec<_>>())
    };
    Ok(Found {
        promises: promises(policy)?,
        findings: findings(policy)?,
        proposed: next.as_ref().map(changes).transpose()?,
        lost: next.as_ref().map(lost).transpose()?.unwrap_or_default(),
    })
}
