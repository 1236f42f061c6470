//! Something that is not as the policy has it.

use belisha_policy::Watch;
use serde::Serialize;

/// Something that is not as the policy has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alarm {
    /// What was looked for.
    #[serde(skip)]
    pub watch: Watch,
    /// The clauses it is about.
    pub clauses: Vec<String>,
    /// The id of whom or what it is about.
    pub about: String,
    /// What is wrong, in words.
    pub words: String,
}

/// Of whom or what something is wrong, and the words.
pub(crate) type Found = (String, String);
