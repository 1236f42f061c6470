//! The duties of the policy that an assessment does.

use crate::registers::assessments::state::Assessment;
use belisha_policy::Policy;

impl Assessment {
    /// The duties it does that the policy in force asks for: another version may ask for fewer.
    pub fn asked(&self, policy: &Policy) -> Vec<String> {
        let known = |key: &&String| policy.duties.iter().any(|duty| *duty.key == ***key);
        self.duties.iter().filter(known).cloned().collect()
    }
}
