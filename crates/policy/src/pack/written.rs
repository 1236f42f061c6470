//! A pack as it is written, with the place of every word.

use crate::catalogue::concern::{ConcernKind, RouteText};
use crate::catalogue::library::NoticeKind;
use crate::catalogue::purpose::Purpose;
use crate::catalogue::vocabulary::{Act, Circumstance, DeviceKind, RoleInfo};
use crate::pack::own::fields::Table;
use crate::pack::place::PackPlace;
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
    pub(crate) role: BTreeMap<Spanned<String>, RoleInfo>,
    #[serde(default)]
    pub(crate) kind: BTreeMap<Spanned<String>, DeviceKind>,
    #[serde(default)]
    pub(crate) purpose: BTreeMap<Spanned<String>, PurposeText>,
    #[serde(default)]
    pub(crate) act: BTreeMap<Spanned<String>, Act>,
    #[serde(default)]
    pub(crate) site: BTreeMap<Spanned<String>, SiteText>,
    #[serde(default)]
    pub(crate) concern: BTreeMap<Spanned<String>, ConcernKind>,
    #[serde(default)]
    pub(crate) notice: BTreeMap<Spanned<String>, NoticeKind>,
    #[serde(default)]
    pub(crate) circumstance: BTreeMap<Spanned<String>, Circumstance>,
    #[serde(default)]
    pub(crate) promise: Vec<Spanned<Table>>,
    #[serde(default)]
    pub(crate) clause: Vec<ClauseText>,
}

/// A purpose of pictures that a pack brings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PurposeText {
    title: String,
    asks: String,
    #[serde(default)]
    why: String,
    #[serde(default)]
    also: Vec<String>,
    keep: Option<String>,
}

impl PurposeText {
    pub(crate) fn named(&self, id: &str) -> Purpose {
        Purpose {
            id: id.to_owned(),
            title: self.title.clone(),
            asks: self.asks.clone(),
            why: self.why.clone(),
            also: self.also.clone(),
            kept_as: None,
            keep: self.keep.clone(),
            taken: true,
            channels: Vec::new(),
            serves: None,
        }
    }
}

/// A category of sites that a pack brings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SiteText {
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) says: String,
    pub(crate) names: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Head {
    pub(crate) id: Spanned<String>,
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) summary: String,
    pub(crate) version: Spanned<String>,
    pub(crate) nation: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClauseText {
    pub(crate) id: Spanned<String>,
    pub(crate) section: String,
    pub(crate) says: Spanned<String>,
    #[serde(default)]
    pub(crate) adopts: BTreeMap<Spanned<String>, Table>,
    #[serde(default)]
    pub(crate) rule: Vec<Spanned<Table>>,
    #[serde(default)]
    pub(crate) duty: Vec<Spanned<Table>>,
    #[serde(default)]
    pub(crate) fact: Vec<Spanned<Table>>,
    #[serde(default)]
    pub(crate) document: Vec<Spanned<Table>>,
    #[serde(default)]
    pub(crate) record: Vec<Spanned<Table>>,
    /// Where concerns of some kinds go.
    pub(crate) route: Option<Spanned<RouteText>>,
    /// It is signed, and nothing of it is carried out.
    pub(crate) statement: Option<Spanned<bool>>,
    /// What people do by hand.
    pub(crate) by_hand: Option<Spanned<String>>,
    /// What of it is not carried out.
    pub(crate) in_part: Option<Spanned<String>>,
}

impl ClauseText {
    /// Whether it brings something of its own.
    pub(crate) fn brings(&self) -> bool {
        !self.rule.is_empty()
            || !self.duty.is_empty()
            || !self.fact.is_empty()
            || !self.document.is_empty()
            || !self.record.is_empty()
            || self.route.is_some()
            || self.statement.as_ref().is_some_and(|statement| *statement.get_ref())
            || self.by_hand.is_some()
    }
}
