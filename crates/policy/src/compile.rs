//! A pack and the catalogue compiled together: rules sliced by act, duties, watches.

use crate::catalogue::{Catalogue, Control, Effect, KeptBy, Per, RuleText, Watch};
use crate::concern::RouteInForce;
use crate::facts::FactKey;
use crate::pack::{Clause, Pack, house};
use crate::period::Every;
use crate::template::{self, Params};
use crate::{Error, Mistake};
use cedar_policy::PolicySet;
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

/// A duty of the policy.
#[derive(Debug, Clone)]
pub struct DutyInForce {
    /// `control/duty`: the same for all clauses that ask for it.
    pub key: Arc<str>,
    /// The clause that asks.
    pub clause: Arc<str>,
    /// What is done, with `{subject}`.
    pub does: String,
    /// For whom or what.
    pub per: Per,
    /// How often.
    pub every: Every,
    /// Which roles do it; empty: anyone on the team.
    pub who: Vec<String>,
    /// Whether its result can be "failed".
    pub finds: bool,
    /// Whether something must be written down.
    pub note: bool,
    /// Whether the first period counts from the adoption of the version.
    pub from_adoption: bool,
    /// The parameters of the adoption.
    pub params: Params,
    /// Of which roles it is asked; empty: of all that `per` names.
    pub of: Vec<String>,
    /// The key of the duty that must be done before this one can be.
    pub after: Option<Arc<str>>,
    /// Whether somebody else than the person it is about puts it on record.
    pub by_another: bool,
    /// The register by which it is kept, where that is not the register of duties.
    pub kept_by: Option<KeptBy>,
    /// It is asked only where the setting has a device that can do this.
    pub if_device: Option<String>,
}

/// A rule of the policy, as a decision cites it.
#[derive(Debug)]
pub struct Rule {
    /// The clause it comes from.
    pub clause: Arc<str>,
    /// The control it comes from.
    pub control: Arc<str>,
    /// The rule's id within the control.
    pub id: String,
    /// What it does.
    pub effect: Effect,
    /// Why, in a few words.
    pub says: String,
    /// The roles that may grant the exception it asks for.
    pub grantors: Vec<String>,
    /// The places it names.
    pub places: Vec<String>,
    /// The purposes it names.
    pub purposes: Vec<String>,
    pub(crate) lifts: Vec<String>,
    pub(crate) condition: String,
    pub(crate) mentions: Vec<FactKey>,
}

/// The rules about one act.
#[derive(Debug, Default)]
pub(crate) struct Slice {
    pub(crate) rules: Vec<Arc<Rule>>,
    /// Forbids and permits; the policy's id is the rule's index.
    pub(crate) decides: PolicySet,
    /// Advice against, as forbids.
    pub(crate) advises: PolicySet,
    /// Every fact that the rules mention, with its attribute.
    pub(crate) mentions: Vec<(FactKey, String)>,
}

impl Policy {
    /// Compiles a pack.
    ///
    /// # Errors
    /// [`Error::Mistakes`] when a rule does not parse, which the catalogue's tests rule out for the built-in ones.
    pub fn compile(pack: Pack, catalogue: Arc<Catalogue>) -> Result<Self, Error> {
        let (mut adoptions, mut duties, mut rules) = (Vec::new(), Vec::new(), Vec::new());
        let mut routes = Vec::new();
        for clause in pack.clauses.iter().chain(&house().clauses) {
            for (id, params) in &clause.adopts {
                let Some(control) = catalogue.controls.get(id) else { continue };
                routes.extend(RouteInForce::of(clause, id, control, params));
                adoptions.push(adoption(clause, id, control, params));
                duties.extend(control_duties(clause, id, control, params));
                for text in &control.rule {
                    rules.push((rule(clause, id, control, params, text)?, text.acts.clone()));
                }
            }
        }
        let mut by_act: BTreeMap<String, Vec<Arc<Rule>>> = BTreeMap::new();
        for (rule, acts) in rules {
            let rule = Arc::new(rule);
            for act in acts {
                by_act.entry(act).or_default().push(rule.clone());
            }
        }
        let mut slices = BTreeMap::new();
        for (act, rules) in by_act {
            slices.insert(act, Slice::build(rules)?);
        }
        Ok(Self { pack, catalogue, adoptions, duties, routes, slices })
    }

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
        let granted = FactKey::Known(crate::Fact::Granted);
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

fn adoption(clause: &Clause, id: &str, control: &Control, params: &Params) -> Adoption {
    Adoption {
        clause: clause.id.as_str().into(),
        control: id.into(),
        params: params.clone(),
        not_yet: control.not_yet.clone(),
        watches: control.watch.clone(),
        signed: control.signed,
        rules: control.rule.len(),
    }
}

fn control_duties(clause: &Clause, id: &str, control: &Control, params: &Params) -> Vec<DutyInForce> {
    let switched_on = |only_if: &Option<String>| {
        only_if
            .as_ref()
            .is_none_or(|param| params.get(param).is_some_and(|values| values.iter().any(|v| v != "no")))
    };
    control
        .duty
        .iter()
        .filter(|duty| switched_on(&duty.only_if))
        .filter_map(|duty| {
            Some(DutyInForce {
                key: format!("{id}/{}", duty.id).into(),
                clause: clause.id.as_str().into(),
                does: template::sentence(&duty.does, params),
                per: duty.per,
                every: Every::parse(&template::sentence(&duty.every, params))?,
                who: duty.who.given(params),
                finds: duty.finds,
                note: duty.note,
                from_adoption: duty.from.as_deref() == Some("adoption"),
                params: params.clone(),
                of: duty.of.given(params),
                after: duty.after.as_ref().map(|after| format!("{id}/{after}").into()),
                by_another: duty.by_another,
                kept_by: duty.kept_by.clone(),
                if_device: duty.if_device.clone(),
            })
        })
        .collect()
}

fn rule(
    clause: &Clause,
    id: &str,
    control: &Control,
    params: &Params,
    text: &RuleText,
) -> Result<Rule, Error> {
    let mut duties = Vec::new();
    let condition = template::condition(&text.when, id, params, &mut duties).map_err(|placeholder| {
        let what = format!("{id}, rule {}: {placeholder} means nothing", text.id);
        Error::Mistakes(vec![Mistake { file: "catalogue".into(), line: 0, what, nearest: None }])
    })?;
    let of_kind = |kind: crate::ParamKind, used: bool| -> Vec<String> {
        let named = control
            .params
            .iter()
            .filter(|(name, param)| param.is == kind && (!used || text.when.contains(&format!(":{name}:"))));
        named.flat_map(|(name, _)| params.get(name).cloned().unwrap_or_default()).collect()
    };
    let grantors = control
        .params
        .iter()
        .filter(|(_, param)| param.grants)
        .flat_map(|(name, _)| params.get(name).cloned().unwrap_or_default())
        .collect();
    Ok(Rule {
        clause: clause.id.as_str().into(),
        control: id.into(),
        id: text.id.clone(),
        effect: text.effect,
        says: text.says.clone(),
        grantors,
        places: of_kind(crate::ParamKind::Places, true),
        purposes: of_kind(crate::ParamKind::Purposes, true),
        lifts: text.lifts.clone(),
        mentions: template::mentions(&condition, &duties),
        condition,
    })
}

impl Slice {
    fn build(rules: Vec<Arc<Rule>>) -> Result<Self, Error> {
        let (mut decides, mut advises) = (String::new(), String::new());
        let mut mentions: Vec<FactKey> = rules.iter().flat_map(|rule| rule.mentions.clone()).collect();
        mentions.sort();
        mentions.dedup();
        for (index, rule) in rules.iter().enumerate() {
            let (effect, into) = match rule.effect {
                Effect::Permit => ("permit", &mut decides),
                Effect::Forbid => ("forbid", &mut decides),
                Effect::Advise => ("forbid", &mut advises),
            };
            into.push_str(&format!(
                "@id(\"{index}\")\n{effect}(principal, action, resource) when {{ {} }}",
                rule.condition
            ));
            if effect == "forbid" {
                for lift in
                    rules.iter().filter(|permit| permit.lifts.iter().any(|lifted| **lifted == *rule.control))
                {
                    into.push_str(&format!(" unless {{ {} }}", lift.condition));
                }
            }
            into.push_str(";\n");
        }
        let parse = |text: &str| -> Result<PolicySet, Error> {
            let wrong = |error: String| {
                let what = format!("a rule does not parse: {error}");
                Error::Mistakes(vec![Mistake { file: "catalogue".into(), line: 0, what, nearest: None }])
            };
            let parsed: PolicySet = text.parse().map_err(|error| wrong(format!("{error}")))?;
            PolicySet::from_policies(parsed.policies().filter_map(|policy| {
                let id = policy.annotation("id")?;
                Some(policy.new_id(cedar_policy::PolicyId::new(id)))
            }))
            .map_err(|error| wrong(error.to_string()))
        };
        let attribute = |key: &FactKey| match key {
            FactKey::Known(fact) => fact.name().to_owned(),
            FactKey::Done(key) => template::done_attribute(key),
        };
        Ok(Self {
            decides: parse(&decides)?,
            advises: parse(&advises)?,
            mentions: mentions.into_iter().map(|key| (key.clone(), attribute(&key))).collect(),
            rules,
        })
    }
}
