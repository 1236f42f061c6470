//! Every built-in pack, compiled; and what holds for every one of them.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests stop at the first surprise"
)]

use belisha_policy::{
    Catalogue, Effect, Fact, FactKey, Mistake, Pack, Policy, Supposed, builtin_pack, builtin_packs,
};
use std::collections::BTreeSet;

fn all() -> Vec<Policy> {
    let catalogue = Catalogue::builtin();
    builtin_packs()
        .iter()
        .map(|(id, _)| Policy::compile(builtin_pack(id, &catalogue).unwrap(), catalogue.clone()).unwrap())
        .collect()
}

#[test]
fn the_catalogue_has_136_controls_and_the_packs_208_clauses() {
    let catalogue = Catalogue::builtin();
    let of_policies = catalogue.controls.keys().filter(|id| !id.starts_with("house."));
    assert_eq!(of_policies.count(), 136);
    assert_eq!(all().iter().map(|policy| policy.pack.clauses.len()).sum::<usize>(), 208);
}

#[test]
fn every_fact_is_described_and_every_described_fact_exists() {
    let catalogue = Catalogue::builtin();
    for fact in Fact::ALL {
        assert!(catalogue.facts.contains_key(fact), "{} is not in facts.toml", fact.name());
    }
    assert_eq!(catalogue.usually().len(), Fact::ALL.len());
}

#[test]
fn every_rule_of_every_pack_is_valid_cedar_over_the_facts() {
    let catalogue = Catalogue::builtin();
    for policy in all() {
        for act in catalogue.acts.keys() {
            let mut attributes = BTreeSet::new();
            for (fact, info) in &catalogue.facts {
                let kind = match info.is.as_str() {
                    "yes-no" => "Bool",
                    "word" => "String",
                    _ => "Set<String>",
                };
                attributes.insert(format!("\"{}\": {kind}", fact.name()));
            }
            for duty in &policy.duties {
                let name = duty.key.replace(['.', '/', '-'], "_");
                attributes.insert(format!("\"done__{name}\": Bool"));
            }
            let attributes: Vec<String> = attributes.into_iter().collect();
            let schema = format!(
                "entity Belisha; action any appliesTo {{ principal: [Belisha], resource: [Belisha], context: {{ {} }} }};",
                attributes.join(", ")
            );
            let (schema, _) = cedar_policy::Schema::from_cedarschema_str(&schema).unwrap();
            let policies: cedar_policy::PolicySet = policy.cedar(act).parse().unwrap();
            let result = cedar_policy::Validator::new(schema)
                .validate(&policies, cedar_policy::ValidationMode::Strict);
            let errors: Vec<String> = result.validation_errors().map(ToString::to_string).collect();
            assert!(errors.is_empty(), "{} {act}: {errors:?}\n{}", policy.pack.id, policy.cedar(act));
        }
    }
}

/// Over the whole abstract space of what a gadget can do and where and when it is asked.
#[test]
fn no_personal_device_ever_photographs_a_child_under_any_policy() {
    let catalogue = Catalogue::builtin();
    let toggles = [
        Fact::OnBreak,
        Fact::InHours,
        Fact::ChildrenIn,
        Fact::ChildrenHere,
        Fact::OnOuting,
        Fact::Emergency,
        Fact::Granted,
        Fact::Permission,
        Fact::Calls,
        Fact::Worn,
        Fact::Sim,
    ];
    for policy in all() {
        for bits in 0..(1_u32 << toggles.len()) {
            let mut facts = Supposed::new(catalogue.usually());
            facts.suppose(Fact::Owner, "personal").suppose(Fact::Camera, true);
            for (at, fact) in toggles.iter().enumerate() {
                facts.suppose(*fact, bits & (1 << at) != 0);
            }
            let verdict = policy.decide("photograph-child", &facts);
            assert!(
                !matches!(verdict, belisha_policy::Verdict::Yes(_)),
                "{} {bits:b}: {verdict:?}",
                policy.pack.id
            );
        }
    }
}

#[test]
fn a_made_up_gadget_is_covered_by_what_it_can_do() {
    let catalogue = Catalogue::builtin();
    for policy in all() {
        let mut facts = Supposed::new(catalogue.usually());
        facts.suppose(Fact::Owner, "personal").suppose(Fact::Kind, "thinking hat");
        facts.suppose(Fact::Camera, true).suppose(Fact::Messages, true);
        let verdict = policy.decide("use", &facts);
        let expected = if policy.pack.id == "portreath" { "silent" } else { "no" };
        assert_eq!(verdict.word(), expected, "{}: {verdict:?}", policy.pack.id);
    }
}

#[test]
fn remedies_are_found_by_asking_again() {
    let catalogue = Catalogue::builtin();
    let policy = Policy::compile(builtin_pack("jigsaw", &catalogue).unwrap(), catalogue.clone()).unwrap();
    let mut facts = Supposed::new(catalogue.usually());
    facts.suppose(Fact::Owner, "personal").suppose(Fact::Calls, true).suppose(Fact::Place, "play room");
    let places: Vec<belisha_policy::Lever> = [("staff room", false), ("office", false)]
        .into_iter()
        .map(|(place, children)| belisha_policy::Lever {
            sets: vec![
                (FactKey::Known(Fact::Place), belisha_policy::Value::from(place)),
                (FactKey::Known(Fact::ChildrenHere), children.into()),
            ],
            says: format!("the {place}"),
        })
        .collect();
    let verdict = policy.decide("use", &facts);
    assert_eq!(verdict.clauses(), ["jigsaw.10", "jigsaw.11"]);
    let remedies = policy.remedies("use", &facts, &verdict, &places);
    let said: Vec<String> = remedies.iter().map(ToString::to_string).collect();
    assert!(said.contains(&"be on a break and go to the staff room".to_owned()), "{said:?}");
    assert!(
        said.iter().any(|way| way.contains("emergency")
            && way.contains("permission of the manager")
            && way.contains("office")),
        "{said:?}"
    );
}

#[test]
fn every_forbid_says_why_and_every_clause_adopts_what_exists() {
    for policy in all() {
        for act in policy.catalogue.acts.keys() {
            for rule in policy.rules(act) {
                assert!(!rule.says.is_empty());
                assert!(rule.effect != Effect::Permit || policy.pack.clause(&rule.clause).is_some());
            }
        }
    }
}

fn mistakes(change: impl Fn(&str) -> String) -> Vec<Mistake> {
    let (_, text) = builtin_packs()[0];
    Pack::mistakes("mine.toml", &change(text), &Catalogue::builtin())
}

#[test]
fn a_mistake_names_the_line_and_the_nearest_right_word() {
    let found = mistakes(|text| text.replacen("\"phones.put-away\"", "\"phones.put-awya\"", 1));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].nearest.as_deref(), Some("phones.put-away"));
    let line =
        builtin_packs()[0].1.lines().position(|line| line.contains("\"phones.put-away\"")).unwrap() + 1;
    assert_eq!(found[0].line, line);
    let found = mistakes(|text| text.replacen("\"kitchen\"]", "\"kitchn\"]", 1));
    assert!(
        found.iter().any(|m| m.says.contains("kitchn") && m.nearest.as_deref() == Some("kitchen")),
        "{found:?}"
    );
    let found = mistakes(|text| text.replacen("says =", "sais =", 1));
    assert_eq!(found[0].nearest.as_deref(), Some("says"), "{found:?}");
    let found = mistakes(|text| text.replacen("[clause.adopts]", "[clause.adopts", 1));
    assert!(found[0].line > 1, "{found:?}");
    let found = mistakes(|text| text.replacen("\"jigsaw.2\"", "\"jigsaw.1\"", 1));
    assert!(found.iter().any(|m| m.says.contains("there twice")), "{found:?}");
}

proptest::proptest! {
    #[test]
    fn any_text_is_a_pack_or_mistakes_and_never_a_panic(text in "\\PC{0,400}") {
        let _ = Pack::parse("any.toml", &text, &Catalogue::builtin());
    }
}

#[test]
fn an_error_in_evaluation_is_a_no() {
    let catalogue = Catalogue::builtin();
    let policy = Policy::compile(builtin_pack("jigsaw", &catalogue).unwrap(), catalogue.clone()).unwrap();
    let mut facts = Supposed::new(catalogue.usually());
    // A word where a yes or no belongs: no rule can be trusted after that.
    facts.suppose(Fact::Owner, "personal").suppose(Fact::Calls, true).suppose(Fact::InHours, "perhaps");
    let verdict = policy.decide("use", &facts);
    assert!(matches!(&verdict, belisha_policy::Verdict::Fault(error) if !error.is_empty()), "{verdict:?}");
    assert!(!verdict.lets() && verdict.word() == "no");
    assert!(policy.remedies("use", &facts, &verdict, &[]).is_empty());
}
