//! A policy in a form that decides.

use crate::catalogue::whole::Catalogue;
use crate::facts::{Fact, FactKey};
use crate::pack::clause::Pack;
use crate::policy::adoption::Adoption;
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
    /// The words it was compiled with.
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

    /// The Cedar text of an act's rules, for reading.
    pub fn cedar(&self, act: &str) -> String {
        self.slices.get(act).map(|slice| slice.decides.to_string()).unwrap_or_default()
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

    /// The sentence a control prints under a clause.
    pub fn sentence(&self, adoption: &Adoption) -> String {
        let says =
            self.catalogue.controls.get(&*adoption.control).map_or("", |control| control.says.as_str());
        template::sentence(says, &adoption.params)
    }
}
