//! The rules of the catalogue type-checked against Cedar's schema, which is made from `facts.toml`.

use crate::catalogue::control::Control;
use crate::catalogue::rule::RuleText;
use crate::catalogue::vocabulary::FactType;
use crate::catalogue::whole::Catalogue;
use crate::mistake::Mistake;
use crate::template::{ANY_PARAMETER, circumstance_attribute, done_attribute, typed_condition};
use cedar_policy::{Policy, PolicyId, PolicySet, Schema, ValidationMode, Validator};

impl Catalogue {
    /// The schema of a question's context: every fact with its type, and every duty that a rule may ask about.
    pub fn cedar_schema(&self) -> String {
        let facts = self.facts.iter().map(|(fact, info)| format!("{}: {}", fact.name(), info.cedar_type()));
        let duties = self.controls.iter().flat_map(|(id, control)| {
            control
                .duty
                .iter()
                .map(move |duty| format!("{}: Bool", done_attribute(&format!("{id}/{}", duty.id))))
        });
        let circumstances = self.circumstances.iter().map(|(name, known)| {
            let kind = if known.kind == FactType::Number { "Long" } else { "Bool" };
            format!("{}: {kind}", circumstance_attribute(name))
        });
        let parameter = format!("{ANY_PARAMETER}: Bool");
        let attributes: Vec<String> = facts.chain(duties).chain(circumstances).chain([parameter]).collect();
        format!(
            "entity Belisha; action any appliesTo {{ principal: [Belisha], resource: [Belisha], context: {{ {} }} }};",
            attributes.join(", ")
        )
    }

    /// What Cedar's validator says against the rules of all controls, in strict mode: a fact that does not exist, a
    /// comparison of two types. It takes longer than a start may, so that tests and `belisha policy check` ask.
    pub fn rule_mistakes(&self) -> Vec<Mistake> {
        let schema = match Schema::from_cedarschema_str(&self.cedar_schema()) {
            Ok((schema, _)) => schema,
            Err(error) => return vec![Mistake::of_file("catalogue/facts.toml", error.to_string())],
        };
        let validator = Validator::new(schema);
        let rules = self.controls.iter().flat_map(|(id, control)| {
            control.rule.iter().filter_map(|rule| mistake(&validator, id, control, rule))
        });
        rules.collect()
    }
}

fn mistake(validator: &Validator, id: &str, control: &Control, rule: &RuleText) -> Option<Mistake> {
    let said = |error: String| {
        Mistake::of_file(format!("catalogue, control {id}"), format!("rule `{}`: {error}", rule.id))
    };
    let written = rule.own.as_ref().map(|own| Ok(own.condition.clone()));
    let typed = || typed_condition(&rule.when, id, &|param| control.params.contains_key(param));
    let condition = match written.unwrap_or_else(typed) {
        Ok(condition) => condition,
        Err(placeholder) => return Some(said(format!("{placeholder} means nothing"))),
    };
    let text = format!("permit(principal, action, resource) when {{ {condition} }};");
    let policy = match Policy::parse(Some(PolicyId::new(&rule.id)), text) {
        Ok(policy) => policy,
        Err(error) => return Some(said(error.to_string())),
    };
    let policies = match PolicySet::from_policies([policy]) {
        Ok(policies) => policies,
        Err(error) => return Some(said(error.to_string())),
    };
    let result = validator.validate(&policies, ValidationMode::Strict);
    let errors: Vec<String> = result.validation_errors().map(ToString::to_string).collect();
    (!errors.is_empty()).then(|| said(errors.join("; ")))
}
