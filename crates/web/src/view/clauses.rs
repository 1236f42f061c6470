//! Clauses as pages quote them: the id and what it says.

use belisha_policy::{Clause, Policy, ShownOn};

/// The clauses that a page quotes.
pub(crate) fn quoted(policy: &Policy, page: ShownOn) -> Vec<(String, String)> {
    policy.shown_on(page).into_iter().map(quote).collect()
}

/// One clause.
pub(crate) fn quote(clause: &Clause) -> (String, String) {
    (clause.id.clone(), clause.says.clone())
}
