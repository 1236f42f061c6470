//! A pack and the catalogue compiled together: rules sliced by act, duties, watches.

use crate::catalogue::rule::RuleText;
use crate::catalogue::whole::Catalogue;
use crate::mistake::Error;
use crate::pack::builtin::house;
use crate::pack::clause::{Clause, Pack};
use crate::policy::adoption::Adoption;
use crate::policy::duty;
use crate::policy::route::RouteInForce;
use crate::policy::rule::Rule;
use crate::policy::slice::Slice;
use crate::policy::whole::Policy;
use crate::template::Params;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

impl Policy {
    /// Compiles a pack.
    ///
    /// # Errors
    /// [`Error::Mistakes`] when a rule does not parse, which the catalogue's tests rule out for the built-in ones.
    pub fn compile(pack: Pack, catalogue: Arc<Catalogue>) -> Result<Self, Error> {
        let base = catalogue;
        let catalogue = pack.own.added_to(&base, &pack.nation);
        let (mut adoptions, mut duties, mut rules) = (Vec::new(), Vec::new(), Vec::new());
        let mut routes = Vec::new();
        for clause in pack.clauses.iter().chain(&house().clauses) {
            for (id, params) in &clause.adopts {
                let Some(control) = catalogue.controls.get(id) else { continue };
                routes.extend(RouteInForce::new(clause, id, control, params, &catalogue));
                adoptions.push(Adoption::new(clause, id, control, params)?);
                let narrowing = clause.narrowings.get(id);
                duties.extend(duty::of_control(clause, id, control, params, narrowing));
                for text in &control.rule {
                    let params = added_up(&pack, clause, id, params, text);
                    let rule = Rule::new(clause, id, control, &params, text)?;
                    let rule = narrowing.into_iter().fold(rule, Rule::narrowed);
                    rules.push((rule, text.acts.clone()));
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
        Ok(Self { pack, base, catalogue, adoptions, duties, routes, slices })
    }
}

/// The parameters of an adoption as a rule of it takes them. Where a rule refuses whatever a list does not name, what every
/// clause names that adopts the control in the same way counts: a place that one clause allows is not forbidden by
/// another's silence.
fn added_up<'a>(
    pack: &Pack,
    clause: &Clause,
    id: &str,
    params: &'a Params,
    text: &RuleText,
) -> Cow<'a, Params> {
    let same_way = |other: &&Clause| {
        let narrowed = |clause: &Clause| clause.narrowings.get(id).map(|narrowing| format!("{narrowing:?}"));
        other.id != clause.id && other.adopts.contains_key(id) && narrowed(other) == narrowed(clause)
    };
    let others: Vec<&Clause> = pack.clauses.iter().filter(same_way).collect();
    let mut added = Cow::Borrowed(params);
    if others.is_empty() {
        return added;
    }
    for (name, values) in params {
        if values.is_empty() || !text.when.contains(&format!("!{{in:{name}:")) {
            continue;
        }
        let mut all = values.clone();
        all.extend(others.iter().filter_map(|other| other.adopts.get(id)?.get(name)).flatten().cloned());
        all.sort();
        all.dedup();
        added.to_mut().insert(name.clone(), all);
    }
    added
}
