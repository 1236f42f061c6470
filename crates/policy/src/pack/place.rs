//! Places that a policy speaks of.

use serde::Deserialize;

/// A place that a policy speaks of.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackPlace {
    /// Its name.
    pub name: String,
    /// The word by which rules know it.
    pub kind: String,
    /// Whether children are there in the ordinary way.
    #[serde(default)]
    pub children: bool,
    /// Whether staff can see what happens there.
    #[serde(default)]
    pub sighted: bool,
    /// Whether devices are kept there under lock.
    #[serde(default)]
    pub store: bool,
}
