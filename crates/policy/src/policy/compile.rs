//! A pack and the catalogue compiled together: rules sliced by act, duties, watches.

use crate::catalogue::whole::Catalogue;
use crate::mistake::Error;
use crate::pack::builtin::house;
use crate::pack::clause::Pack;
use crate::policy::adoption::Adoption;
use crate::policy::duty;
use crate::policy::route::RouteInForce;
use crate::policy::rule::Rule;
use crate::policy::slice::Slice;
use crate::policy::whole::Policy;
use std::collections::BTreeMap;
use std::sync::Arc;

impl Policy {
    /// Compiles a pack.
    ///
    /// # Errors
    /// [`Error::Mistakes`] when a rule does not parse, which the catalogue's tests rule out for the built-in ones.
    pub fn compile(pack: Pack, catalogue: Arc<Catalogue>) -> Result<Self, Error> {
        let base = catalogue;
        let catalogue = pack.own.added_to(&base);
        let (mut adoptions, mut duties, mut rules) = (Vec::new(), Vec::new(), Vec::new());
        let mut routes = Vec::new();
        for clause in pack.clauses.iter().chain(&house().clauses) {
            for (id, params) in &clause.adopts {
                let Some(control) = catalogue.controls.get(id) else { continue };
                routes.extend(RouteInForce::new(clause, id, control, params));
                adoptions.push(Adoption::new(clause, id, control, params)?);
                let narrowing = clause.narrowings.get(id);
                duties.extend(duty::of_control(clause, id, control, params, narrowing));
                for text in &control.rule {
                    let rule = Rule::new(clause, id, control, params, text)?;
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
