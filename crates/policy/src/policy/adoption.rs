//! One clause's adoption of one control.

use crate::catalogue::control::Control;
use crate::catalogue::watch::Watch;
use crate::pack::clause::Clause;
use crate::template::Params;
use std::sync::Arc;

/// One clause's adoption of one control.
#[derive(Debug, Clone)]
pub struct Adoption {
    /// The clause.
    pub clause: Arc<str>,
    /// The control.
    pub control: Arc<str>,
    /// The parameters, defaults filled in.
    pub params: Params,
    /// What is missing, when the program does not carry it out yet.
    pub not_yet: Option<String>,
    /// What it looks out for.
    pub watches: Vec<Watch>,
    /// Whether signatures keep it.
    pub signed: bool,
    /// Whether it brought rules.
    pub rules: usize,
}

impl Adoption {
    pub(crate) fn new(clause: &Clause, id: &str, control: &Control, params: &Params) -> Self {
        Self {
            clause: clause.id.as_str().into(),
            control: id.into(),
            params: params.clone(),
            not_yet: control.not_yet.clone(),
            watches: control.watch.clone(),
            signed: control.signed,
            rules: control.rule.len(),
        }
    }
}
