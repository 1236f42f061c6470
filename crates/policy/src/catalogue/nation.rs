//! Nations: whose bodies and ratios hold. The catalogue itself is England's; another nation says what is otherwise.

use crate::catalogue::body::Body;
use crate::catalogue::ratio::RatioTable;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What holds in a nation in place of England's.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nation {
    /// Its name.
    pub title: String,
    /// Bodies, by the ids that routes name; what is left out is as in England.
    #[serde(default)]
    pub bodies: BTreeMap<String, Body>,
    /// The least number of adults.
    pub ratios: RatioTable,
}

/// The nation of a policy that names none.
pub(crate) const ENGLAND: &str = "england";
