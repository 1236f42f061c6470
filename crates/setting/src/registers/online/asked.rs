//! What a policy asks of going online with children.

use belisha_policy::Policy;
use belisha_policy::controls::{OnlinePermission, OnlinePurposes};

/// What children go online for where the policy names no purposes.
const USUAL: &str = "learning";

/// The policy's words for what children go online for.
pub fn purposes(policy: &Policy) -> Vec<String> {
    let named = policy.adopted::<OnlinePurposes>().flat_map(|adopted| adopted.params.purposes.iter());
    let named: Vec<String> = named.cloned().collect();
    if named.is_empty() { vec![USUAL.to_owned()] } else { named }
}

/// Whether a parent permits it in writing first.
pub fn asks_permission(policy: &Policy) -> bool {
    policy.adopts::<OnlinePermission>()
}
