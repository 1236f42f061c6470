//! The clauses that a visitor reads and agrees to, and what is asked of a visitor's phone.

use belisha_policy::controls::VisitorPhones;

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

/// Whether the lone-working rule of the visitor's employer goes on record.
pub fn asks_lone_working(policy: &belisha_policy::Policy) -> bool {
    policy.adopted::<VisitorPhones>().any(|adopted| adopted.params.lone_working)
}

/// The kinds of place where visitors may use their phones; empty where the policy names none.
pub fn phone_places(policy: &belisha_policy::Policy) -> Vec<&str> {
    let places = policy.adopted::<VisitorPhones>().flat_map(|adopted| adopted.params.places.iter());
    places.map(String::as_str).collect()
}
