//! Every built-in pack, compiled; and what holds for every one of them.
use belisha_policy::{
    Catalogue, Effect, Fact, FactKey, FactType, Mistake, Pack, Policy, Reason, Supposed, Value, Verdict,
    builtin_pack, builtin_packs,
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
    let (schema, _) = cedar_policy::Schema::from_cedarschema_str(&catalogue.cedar_schema()).unwrap();
    let validator = cedar_policy::Validator::new(schema);
    for policy in all() {
        for act in catalogue.acts.keys() {
            let policies: cedar_policy::PolicySet = policy.cedar(act).parse().unwrap();
            let result = validator.validate(&policies, cedar_policy::ValidationMode::Strict);
            let errors: Vec<String> = result.validation_errors().map(ToString::to_string).collect();
            assert!(errors.is_empty(), "{} {act}: {errors:?}\n{}", policy.pack.id, policy.cedar(act));
        }
    }
}

/// Words that rules compare facts with, and one that none does.
const WORDS: [&str; 14] = [
    "",
    "personal",
    "setting",
    "child",
    "staff room",
    "play room",
    "off premises",
    "staff",
    "team",
    "manager",
    "visitor",
    "publicity",
    "website",
    "learning journey",
];

/// The facts of a made-up question, and the same as Cedar's context.
fn made_up(policy: &Policy, seed: &mut u64) -> (Supposed, cedar_policy::Context) {
    use cedar_policy::RestrictedExpression as Expression;
    let mut next = |below: u64| {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*seed >> 33) % below
    };
    let word = |next: &mut dyn FnMut(u64) -> u64| WORDS[usize::try_from(next(WORDS.len() as u64)).unwrap()];
    let mut facts = Supposed::new(policy.catalogue.usually());
    let mut pairs = Vec::new();
    for (fact, info) in &policy.catalogue.facts {
        let expression = match info.kind {
            FactType::YesNo => {
                let yes = next(2) == 1;
                facts.suppose(*fact, yes);
                Expression::new_bool(yes)
            }
            FactType::Word => {
                let one = word(&mut next);
                facts.suppose(*fact, one);
                Expression::new_string(one.to_owned())
            }
            FactType::Number => {
                let number = i64::try_from(20_260_000 + next(20_000)).unwrap();
                facts.suppose(*fact, number);
                Expression::new_long(number)
            }
            FactType::Words => {
                let some: Vec<&str> = (0..next(4)).map(|_| word(&mut next)).collect();
                facts
                    .set(FactKey::Known(*fact), Value::Words(some.iter().map(|one| (*one).into()).collect()));
                Expression::new_set(some.into_iter().map(|one| Expression::new_string(one.to_owned())))
            }
        };
        pairs.push((fact.name().to_owned(), expression));
    }
    for duty in &policy.duties {
        let yes = next(2) == 1;
        facts.set(FactKey::Done(duty.key.clone()), Value::Bool(yes));
        let name = format!("done__{}", duty.key.replace(['.', '/', '-'], "_"));
        if !pairs.iter().any(|(known, _)| *known == name) {
            pairs.push((name, Expression::new_bool(yes)));
        } else if let Some((_, expression)) = pairs.iter_mut().find(|(known, _)| *known == name) {
            *expression = Expression::new_bool(yes);
        }
    }
    (facts, cedar_policy::Context::from_pairs(pairs).unwrap())
}

#[test]
fn a_decision_is_that_of_cedars_own_authorizer_with_the_same_reasons() {
    let (authorizer, nothing) = (cedar_policy::Authorizer::new(), cedar_policy::Entities::empty());
    let asker: cedar_policy::EntityUid = "Belisha::\"question\"".parse().unwrap();
    let (mut seed, mut seen) = (7, BTreeSet::new());
    for policy in all() {
        for act in policy.catalogue.acts.keys() {
            let policies: cedar_policy::PolicySet = policy.cedar(act).parse().unwrap();
            for _ in 0..30 {
                let (facts, context) = made_up(&policy, &mut seed);
                let request =
                    cedar_policy::Request::new(asker.clone(), asker.clone(), asker.clone(), context, None)
                        .unwrap();
                let response = authorizer.is_authorized(&request, &policies, &nothing);
                assert_eq!(response.diagnostics().errors().count(), 0, "{} {act}", policy.pack.id);
                let mut expected: Vec<usize> = response
                    .diagnostics()
                    .reason()
                    .map(|id| policies.annotation(id, "id").unwrap().parse().unwrap())
                    .collect();
                expected.sort_unstable();
                let verdict = policy.decide(act, &facts);
                let place = |reason: &Reason| {
                    policy.rules(act).iter().position(|rule| std::ptr::eq(&**rule, &**reason)).unwrap()
                };
                let reasons: Vec<usize> = verdict.reasons().iter().map(place).collect();
                let allowed = response.decision() == cedar_policy::Decision::Allow;
                seen.insert(verdict.word());
                match verdict {
                    Verdict::Yes(_) => assert!(allowed && reasons == expected, "{} {act}", policy.pack.id),
                    Verdict::No(_) => assert!(!allowed && reasons == expected, "{} {act}", policy.pack.id),
                    Verdict::AdvisedAgainst(_) => {
                        let forbidden = !allowed && !expected.is_empty();
                        assert!(!forbidden, "{} {act}", policy.pack.id);
                    }
                    Verdict::Silent => assert!(!allowed && expected.is_empty(), "{} {act}", policy.pack.id),
                    Verdict::Fault(error) => panic!("{} {act}: {error}", policy.pack.id),
                }
            }
        }
    }
    for word in ["yes", "no", "silent"] {
        assert!(seen.contains(word), "every verdict is compared: {seen:?}");
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

#[test]
fn a_reason_says_which_facts_its_rule_turned_on() {
    let catalogue = Catalogue::builtin();
    let policy = Policy::compile(builtin_pack("jigsaw", &catalogue).unwrap(), catalogue.clone()).unwrap();
    let mut facts = Supposed::new(catalogue.usually());
    facts.suppose(Fact::Owner, "personal").suppose(Fact::Calls, true);
    let verdict = policy.decide("use", &facts);
    let reason = verdict.reasons().iter().find(|reason| &*reason.control == "phones.put-away").unwrap();
    assert!(reason.turns_on(Fact::InHours) && reason.facts().any(|fact| fact == Fact::Owner));
    assert!(!reason.turns_on(Fact::RatioHolds));
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
    assert!(!verdict.allows() && verdict.word() == "no");
    assert!(policy.remedies("use", &facts, &verdict, &[]).is_empty());
}
