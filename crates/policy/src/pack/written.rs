//! A pack as it is written, with the place of every word.

use crate::pack::clause::PackPlace;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// A pack as written, with the place of everything that can be wrong.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PackText {
    pub(crate) pack: Head,
    #[serde(default)]
    pub(crate) roles: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
    #[serde(default)]
    pub(crate) place: Vec<PackPlace>,
    #[serde(default)]
    pub(crate) clause: Vec<ClauseText>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Head {
    pub(crate) id: Spanned<String>,
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) summary: String,
    pub(crate) version: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClauseText {
    pub(crate) id: Spanned<String>,
    pub(crate) section: String,
    pub(crate) says: Spanned<String>,
    #[serde(default)]
    pub(crate) adopts: BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, Spanned<toml::Value>>>,
}
