//! Rules as the catalogue writes them.

use crate::facts::FactKey;
use serde::Deserialize;

/// What a rule does when its condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// A no, whatever else permits it.
    Forbid,
    /// A yes, unless something forbids it.
    Permit,
    /// Advice against.
    Advise,
}

/// A rule as the catalogue writes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleText {
    /// Unique within the control.
    pub id: String,
    /// What it does.
    pub effect: Effect,
    /// The acts it is about.
    pub acts: Vec<String>,
    /// The condition, Cedar with placeholders.
    pub when: String,
    /// Why, in a few words.
    pub says: String,
    /// Controls whose forbids do not bite where this permit holds.
    #[serde(default)]
    pub lifts: Vec<String>,
    /// Where a clause of a policy brings it: what it was read into.
    #[serde(skip)]
    pub own: Option<OwnRule>,
}

/// A rule that a clause brings, read: its condition in Cedar and what it names.
#[derive(Debug, Clone)]
pub struct OwnRule {
    /// The condition.
    pub condition: String,
    /// The facts that it mentions.
    pub mentions: Vec<FactKey>,
    /// The roles that may grant the exception it asks for.
    pub grantors: Vec<String>,
    /// The places it names.
    pub places: Vec<String>,
    /// The purposes it names.
    pub purposes: Vec<String>,
}
