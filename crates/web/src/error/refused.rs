//! What becomes of the core's refusals: the one place of the web side that looks into them.

use axum::http::StatusCode;
use belisha_setting::{Fault, Refusal};

pub(super) fn status(refusal: &Refusal) -> StatusCode {
    match refusal.fault() {
        Some(Fault::Denied) => StatusCode::FORBIDDEN,
        Some(Fault::Invalid) => StatusCode::UNPROCESSABLE_ENTITY,
        Some(Fault::Contradiction) => StatusCode::CONFLICT,
        None if is_of_the_house(refusal) => StatusCode::FORBIDDEN,
        None => StatusCode::CONFLICT,
    }
}

/// Whether it is who may open what that stands against it, and not the setting's own policy.
fn is_of_the_house(refusal: &Refusal) -> bool {
    let Refusal::ByPolicy(answer) = refusal else { return false };
    answer.verdict.reasons().iter().any(|reason| reason.control.starts_with("house."))
}

/// A refusal in one sentence; one of the policy without the way out, which has a place of its own.
pub(super) fn says(refusal: &Refusal) -> String {
    match refusal {
        Refusal::ByPolicy(answer) => {
            let says: Vec<&str> =
                answer.verdict.reasons().iter().map(|reason| reason.says.as_str()).collect();
            format!("No: {}.", belisha_policy::join_and(&says))
        }
        other => other.to_string(),
    }
}

/// What would make it a yes, and the sum that was done.
pub(super) fn way_out(refusal: &Refusal) -> (Vec<String>, Option<String>) {
    match refusal {
        Refusal::ByPolicy(answer) => {
            (answer.remedies.iter().map(ToString::to_string).collect(), answer.sum.clone())
        }
        _ => (Vec::new(), None),
    }
}
