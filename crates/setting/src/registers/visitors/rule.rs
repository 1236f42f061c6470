//! The clauses that a visitor reads and agrees to.

/// The clauses that a visitor reads and agrees to, with their text.
pub fn rule(policy: &belisha_policy::Policy) -> Vec<(&str, &str)> {
    let asks = |clause: &&belisha_policy::Clause| {
        clause
            .adopts
            .keys()
            .any(|id| policy.catalogue.controls.get(id).is_some_and(|control| control.asks_visitors))
    };
    policy.pack.clauses.iter().filter(asks).map(|clause| (clause.id.as_str(), clause.says.as_str())).collect()
}
