//! What is known of a setting.

use belisha_policy::Policy;
use belisha_setting::State;
use std::sync::Arc;

/// What is known of a setting now: its state, and the policy it runs by.
pub struct Current {
    /// What has happened.
    pub state: State,
    /// The policy in force; before the first adoption, one without clauses.
    pub policy: Arc<Policy>,
}
