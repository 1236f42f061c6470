//! Controls: what a policy can ask for.

use crate::catalogue::concern::RouteText;
use crate::catalogue::duty::DutyText;
use crate::catalogue::opinion::OpinionText;
use crate::catalogue::param::Param;
use crate::catalogue::rule::RuleText;
use crate::catalogue::shown::{Evidence, ShownOn, Shows};
use crate::catalogue::watch::{Checks, Watch};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What sort of thing a control is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ControlKind {
    /// Permits or forbids an act at the moment of the act.
    Rule,
    /// Something must be on record before a thing may be used or done.
    Gate,
    /// Done again and again, or once for each person or thing.
    Duty,
    /// What happens after an event.
    Route,
    /// Who may open or keep what.
    Access,
    /// The content of a picture or text is examined before it leaves.
    Check,
    /// A named responsibility that somebody must hold.
    Role,
    /// A value, aim or piece of knowledge.
    Statement,
}

impl Control {
    /// What a clause of a policy brings itself, before anything of it is read.
    pub(crate) fn of_clause(kind: ControlKind, title: &str, says: &str) -> Self {
        Self {
            kind,
            title: title.to_owned(),
            says: says.to_owned(),
            cues: Vec::new(),
            not_yet: None,
            params: BTreeMap::new(),
            rule: Vec::new(),
            duty: Vec::new(),
            route: None,
            watch: Vec::new(),
            signed: false,
            shows: None,
            checks: None,
            opinion: Vec::new(),
            shown_on: Vec::new(),
            evidence: None,
            asks_visitors: false,
        }
    }
}

/// One control.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// What sort of thing it is.
    pub kind: ControlKind,
    /// A short name.
    pub title: String,
    /// The sentence it prints, with its parameters in braces.
    pub says: String,
    /// Phrases by which it is recognised in a written policy.
    #[serde(default)]
    pub cues: Vec<String>,
    /// What is missing, when the program does not carry it out yet.
    pub not_yet: Option<String>,
    /// Its parameters.
    #[serde(default)]
    pub params: BTreeMap<String, Param>,
    /// The rules it compiles to.
    #[serde(default)]
    pub rule: Vec<RuleText>,
    /// The duties it creates.
    #[serde(default)]
    pub duty: Vec<DutyText>,
    /// Where concerns go.
    pub route: Option<RouteText>,
    /// What the program looks out for all day.
    #[serde(default)]
    pub watch: Vec<Watch>,
    /// Whether it is kept by everyone's signature under the version in force.
    #[serde(default)]
    pub signed: bool,
    /// Something it puts on pages.
    pub shows: Option<Shows>,
    /// What is checked before it goes out.
    pub checks: Option<Checks>,
    /// What it thinks of words that are to go out.
    #[serde(default)]
    pub opinion: Vec<OpinionText>,
    /// Where the clauses that adopt it are quoted.
    #[serde(default)]
    pub shown_on: Vec<ShownOn>,
    /// What is on record of it.
    pub evidence: Option<Evidence>,
    /// Whether visitors read and agree to it when they sign in.
    #[serde(default)]
    pub asks_visitors: bool,
}
