//! One clause's adoption of one control.

use crate::catalogue::control::Control;
use crate::catalogue::opinion::OpinionText;
use crate::catalogue::shown::{Evidence, ShownOn, Shows};
use crate::catalogue::watch::Watch;
use crate::known::controls;
use crate::known::read::{Known, Typed};
use crate::mistake::{Error, Mistake};
use crate::pack::clause::Clause;
use crate::policy::opinion;
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
    /// What it thinks of words that are to go out.
    pub opinions: Vec<OpinionText>,
    /// Where its clause is quoted.
    pub shown_on: Vec<ShownOn>,
    /// What its clause puts on pages.
    pub shows: Option<Shows>,
    /// What is on record of it, where it is carried out whenever words go out.
    pub evidence: Option<Evidence>,
    typed: Vec<Typed>,
}

impl Adoption {
    pub(crate) fn new(clause: &Clause, id: &str, control: &Control, params: &Params) -> Result<Self, Error> {
        let entries = controls::ALL.iter().filter(|entry| entry.selector.holds(id, control));
        let typed = entries.map(|entry| (entry.read)(params)).collect::<Result<_, _>>().map_err(|param| {
            let says = format!("the parameter `{param}` of `{id}` says nothing that can be read");
            Error::Mistakes(vec![Mistake::of_file(format!("clause {}", clause.id), says)])
        })?;
        Ok(Self {
            clause: clause.id.as_str().into(),
            control: id.into(),
            params: params.clone(),
            not_yet: control.not_yet.clone(),
            watches: control.watch.clone(),
            signed: control.signed,
            rules: control.rule.len(),
            opinions: opinion::of_control(control, params),
            shown_on: control.shown_on.clone(),
            shows: control.shows,
            evidence: control.evidence,
            typed,
        })
    }

    /// Its parameters as a type, where the control is one that the type speaks of.
    pub fn known<T: Known>(&self) -> Option<&T> {
        self.typed.iter().find_map(|typed| typed.downcast_ref())
    }
}

/// An adoption of a control that the program acts on.
#[derive(Debug, Clone, Copy)]
pub struct Adopted<'a, T> {
    /// Which clause adopts which control.
    pub adoption: &'a Adoption,
    /// Its parameters.
    pub params: &'a T,
}

impl<'a, T> Adopted<'a, T> {
    /// The clause that adopts it.
    pub fn clause(&self) -> &'a str {
        &self.adoption.clause
    }
}
