//! A policy in a form that decides.

use crate::catalogue::shown::ShownOn;
use crate::catalogue::whole::Catalogue;
use crate::facts::{Fact, FactKey};
use crate::known::controls::Publicity;
use crate::known::read::Known;
use crate::pack::clause::{Clause, Pack};
use crate::pack::own::promise::Promise;
use crate::policy::adoption::{Adopted, Adoption};
use crate::policy::duty::DutyInForce;
use crate::policy::route::RouteInForce;
use crate::policy::rule::Rule;
use crate::policy::slice::Slice;
use crate::template;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A policy in a form that decides.
#[derive(Debug)]
pub struct Policy {
    /// The text it was compiled from.
    pub pack: Pack,
    /// The catalogue without what the policy brings itself: another policy is read with this one.
    pub base: Arc<Catalogue>,
    /// The words it was compiled with, the policy's own among them.
    pub catalogue: Arc<Catalogue>,
    /// Every adoption of every clause, in order.
    pub adoptions: Vec<Adoption>,
    /// Every duty, in order.
    pub duties: Vec<DutyInForce>,
    /// Every route that a concern can take, in order.
    pub routes: Vec<RouteInForce>,
    pub(crate) slices: BTreeMap<String, Slice>,
}

impl Policy {
    /// The rules about an act.
    pub fn rules(&self, act: &str) -> &[Arc<Rule>] {
        self.slices.get(act).map_or(&[], |slice| &slice.rules)
    }

    /// Each rule about an act with its text in Cedar, what lifts it in its `unless`. Advice against is written as a forbid.
    pub fn conditions(&self, act: &str) -> Vec<(&Arc<Rule>, String)> {
        self.slices.get(act).map(Slice::each).unwrap_or_default()
    }

    /// The texts of all rules about an act, for comparing.
    pub fn cedar_all(&self, act: &str) -> Vec<String> {
        self.conditions(act).into_iter().map(|(rule, text)| format!("{:?} {text}", rule.effect)).collect()
    }

    /// What the policy promises to hold in every situation.
    pub fn promises(&self) -> Vec<Promise> {
        self.pack.promises.clone()
    }

    /// Every rule about every act; one that is about several stands there for each.
    pub fn all_rules(&self) -> impl Iterator<Item = &Arc<Rule>> {
        self.slices.values().flat_map(|slice| &slice.rules)
    }

    /// The Cedar text of an act's rules, for reading.
    pub fn cedar(&self, act: &str) -> String {
        self.slices.get(act).map(Slice::cedar).unwrap_or_default()
    }

    /// The circumstances that the rules about an act mention, each with the numbers that make a difference: those it is
    /// compared with, one less and one more.
    pub fn circumstances_of(&self, act: &str) -> Vec<(String, Vec<i64>)> {
        let Some(slice) = self.slices.get(act) else { return Vec::new() };
        let names = slice.mentions.iter().filter_map(|(key, attribute)| match key {
            FactKey::Circumstance(name) => Some((name.to_string(), attribute)),
            FactKey::Known(_) | FactKey::Done(_) => None,
        });
        let numbers = |attribute: &str| {
            let mut numbers: Vec<i64> = vec![0];
            let named = format!("context.{attribute} ");
            for rule in &slice.rules {
                let compared = rule.condition.split(&named).skip(1);
                let compared = compared.filter_map(|rest| rest.split_whitespace().nth(1));
                let read = compared.filter_map(|number| number.trim_end_matches(')').parse::<i64>().ok());
                numbers.extend(read.flat_map(|number| [number - 1, number, number + 1]));
            }
            numbers.retain(|number| *number >= 0);
            numbers.sort_unstable();
            numbers.dedup();
            numbers
        };
        names.map(|(name, attribute)| (name, numbers(attribute))).collect()
    }

    /// The roles that may grant an exception for an act.
    pub fn grantors(&self, act: &str) -> Vec<&str> {
        let granted = FactKey::Known(Fact::Granted);
        let mut roles: Vec<&str> = self
            .rules(act)
            .iter()
            .filter(|rule| rule.mentions.contains(&granted))
            .flat_map(|rule| rule.grantors.iter().map(String::as_str))
            .collect();
        roles.sort_unstable();
        roles.dedup();
        roles
    }

    /// The acts for which an exception can be granted.
    pub fn grantable_acts(&self) -> Vec<&str> {
        self.slices.keys().map(String::as_str).filter(|act| !self.grantors(act).is_empty()).collect()
    }

    /// The adoptions of a clause.
    pub fn of_clause<'a>(&'a self, clause: &'a str) -> impl Iterator<Item = &'a Adoption> {
        self.adoptions.iter().filter(move |adoption| &*adoption.clause == clause)
    }

    /// The adoptions of a control, over all clauses.
    pub fn of_control<'a>(&'a self, control: &'a str) -> impl Iterator<Item = &'a Adoption> {
        self.adoptions.iter().filter(move |adoption| &*adoption.control == control)
    }

    /// The adoptions of a control that the program acts on, over all clauses, in their order.
    pub fn adopted<T: Known>(&self) -> impl Iterator<Item = Adopted<'_, T>> {
        self.adoptions.iter().filter_map(|adoption| Some(Adopted { adoption, params: adoption.known()? }))
    }

    /// The first clause that adopts a control.
    pub fn clause_of<T: Known>(&self) -> Option<&str> {
        self.adopted::<T>().next().map(|adopted| adopted.clause())
    }

    /// Whether any clause adopts it.
    pub fn adopts<T: Known>(&self) -> bool {
        self.adopted::<T>().next().is_some()
    }

    /// The clauses that are quoted on a page, each once, in their order.
    pub fn shown_on(&self, page: ShownOn) -> Vec<&Clause> {
        let mut clauses: Vec<&Clause> = Vec::new();
        for adoption in self.adoptions.iter().filter(|adoption| adoption.shown_on.contains(&page)) {
            let new = !clauses.iter().any(|clause| *clause.id == *adoption.clause);
            clauses.extend(self.pack.clause(&adoption.clause).filter(|_| new));
        }
        clauses
    }

    /// The duty of that key, as the first clause that asks for it has it.
    pub fn duty(&self, key: &str) -> Option<&DutyInForce> {
        self.duties.iter().find(|duty| *duty.key == *key)
    }

    /// What tells who a child is, such as a name or a badge: as the policy has it, else as the catalogue does.
    pub fn identifiers(&self) -> Vec<String> {
        let adopted = self.adopted::<Publicity>().next().map(|adopted| adopted.params.identifiers.to_vec());
        adopted
            .or_else(|| Some(self.catalogue.usual::<Publicity>()?.identifiers.to_vec()))
            .unwrap_or_default()
    }

    /// The sentence a control prints under a clause.
    pub fn sentence(&self, adoption: &Adoption) -> String {
        let says =
            self.catalogue.controls.get(&*adoption.control).map_or("", |control| control.says.as_str());
        template::sentence(says, &adoption.params)
    }
}
