//! What a clause brings itself: read, or said with its line and the right word.

use belisha_policy::{Catalogue, Pack, Policy, Supposed};
use proptest::prelude::*;

const HEAD: &str = r#"
[pack]
id = "p"
title = "P"
version = "2026-09-01"
[circumstance.witnessed]
asks = "Is a colleague there?"
[circumstance.phones]
asks = "How many?"
is = "number"
[[place]]
name = "office"
kind = "office"
[[clause]]
id = "p.1"
section = "S"
says = "Says."
"#;

fn mistakes(clause: &str) -> Vec<String> {
    let text = format!("{HEAD}{clause}");
    Pack::mistakes("p.toml", &text, &Catalogue::builtin()).iter().map(ToString::to_string).collect()
}

/// What is wrong, and what is said of it.
const WRONG: &[(&str, &str)] = &[
    ("", "adopts no control and brings nothing"),
    ("[[clause.rule]]\nacts = [\"use\"]", "a rule says what it does"),
    ("[[clause.rule]]\neffect = \"forbid\"", "which acts it is about"),
    ("[[clause.rule]]\neffect = \"forbidden\"\nacts = [\"use\"]", "`effect` is \"forbid\""),
    ("[[clause.rule]]\neffect = \"forbid\"\nacts = [\"us\"]", "there is no act `us`; did you mean `use`?"),
    ("[[clause.rule]]\neffect = \"forbid\"\nacts = []", "`acts` is an empty list"),
    ("[[clause.rule]]\neffect = \"forbid\"\nacts = [\"use\"]\nwho = [\"manger\"]", "did you mean `manager`?"),
    (
        "[[clause.rule]]\neffect = \"forbid\"\nacts = [\"use\"]\nwhose = \"mine\"",
        "there is no owner `mine` (there are: setting, personal, child)",
    ),
    ("[[clause.rule]]\neffect = \"forbid\"\nacts = [\"use\"]\nin = [\"ofice\"]", "did you mean `office`?"),
    ("[[clause.rule]]\neffect = \"forbid\"\nacts = [\"use\"]\ncan = [\"film\"]", "ability of devices `film`"),
    (
        "[[clause.rule]]\neffect = \"forbid\"\nacts = [\"use\"]\npurposes = [\"dispaly\"]",
        "did you mean `display`?",
    ),
    ("[[clause.rule]]\neffect = \"forbid\"\nacts = [\"use\"]\nhours = \"late\"", "`hours` is \"in\""),
    ("[[clause.rule]]\neffect = \"forbid\"\nacts = [\"use\"]\nsince = \"soon\"", "`since` is a date"),
    (
        "[[clause.rule]]\neffect = \"forbid\"\nacts = [\"use\"]\nplaces = [\"office\"]",
        "field of a rule called `places`",
    ),
    (
        "[[clause.rule]]\neffect = \"forbid\"\nacts = [\"use\"]\nwhen = { witnesed = true }",
        "did you mean `witnessed`?",
    ),
    (
        "[[clause.rule]]\neffect = \"forbid\"\nacts = [\"use\"]\nwhen = { phones = true }",
        "`phones` is a whole number",
    ),
    (
        "[[clause.rule]]\neffect = \"forbid\"\nacts = [\"use\"]\nwhen = { phones = { above = 2 } }",
        "`phones` is a whole number",
    ),
    ("[[clause.rule]]\neffect = \"forbid\"\nacts = [\"use\"]\nunless = { }", "`unless` says nothing"),
    (
        "[[clause.rule]]\neffect = \"forbid\"\nacts = [\"use\"]\nfirst = [\"dbs\"]",
        "duty, fact or document of this policy with the id `dbs`",
    ),
    (
        "[[clause.rule]]\neffect = \"forbid\"\nacts = [\"use\"]\nlifts = [\"phones.put-away\"]",
        "only a rule that permits lifts others",
    ),
    (
        "[[clause.rule]]\neffect = \"permit\"\nacts = [\"use\"]\nlifts = [\"phones.putaway\"]",
        "did you mean `phones.put-away`?",
    ),
    ("[[clause.duty]]\nid = \"d\"\ndoes = \"x\"", "how often"),
    ("[[clause.duty]]\nid = \"d\"\ndoes = \"x\"\nevery = \"sometimes\"", "is no period"),
    ("[[clause.duty]]\nid = \"d\"\ndoes = \"x\"\non = \"person left\"", "did you mean `person leaves`?"),
    ("[[clause.duty]]\nid = \"d\"\ndoes = \"x\"\non = \"child leaves\"\nevery = \"1 week\"", "not both"),
    (
        "[[clause.duty]]\nid = \"d\"\ndoes = \"x\"\nevery = \"1 week\"\nper = \"people\"",
        "subject of duties `people`",
    ),
    ("[[clause.duty]]\nid = \"D d\"\ndoes = \"x\"\nevery = \"1 week\"", "small letters, digits and dashes"),
    ("[[clause.fact]]\nid = \"d\"", "a fact says what is so"),
    ("[[clause.document]]\nid = \"d\"\ntitle = \"T\"", "who signs it"),
    ("[[clause.record]]\nid = \"d\"\ntitle = \"T\"", "its `opened_by`"),
    (
        "[[clause.record]]\nid = \"d\"\ntitle = \"T\"\nopened_by = [\"manager\"]\nkeep = \"long\"",
        "no time to keep",
    ),
    (
        "[[clause.duty]]\nid = \"d\"\ndoes = \"x\"\nevery = \"once\"\n[[clause.fact]]\nid = \"d\"\nsays = \"y\"",
        "is there twice",
    ),
    ("[clause.adopts]\n\"phones.put-away\" = { only_for = [\"staf\"] }", "did you mean `staff`?"),
    ("[clause.adopts]\n\"phones.put-away\" = { strength = \"weak\" }", "`strength` is"),
];

#[test]
fn what_is_wrong_is_said_with_its_line_and_the_right_word() {
    for (clause, says) in WRONG {
        let said = mistakes(clause);
        assert!(said.iter().any(|said| said.contains(says)), "{clause}\nwanted: {says}\nsaid: {said:#?}");
        assert!(said.iter().all(|said| said.starts_with("p.toml:")), "{said:#?}");
        assert_eq!(
            said.len(),
            said.iter().collect::<std::collections::BTreeSet<_>>().len(),
            "said once: {said:#?}"
        );
    }
}

#[test]
fn what_is_too_long_is_refused_with_its_line() {
    let said = mistakes(&format!("statement = true\n# {}\n", "x".repeat(1_000_000)));
    assert!(said.len() == 1 && said[0].starts_with("p.toml:1: a policy has at most 1000 KB"), "{said:?}");
    let clauses: String = (2..1_010)
        .map(|number| {
            format!("[[clause]]\nid = \"p.{number}\"\nsection = \"S\"\nsays = \"S.\"\nstatement = true\n")
        })
        .collect();
    let said = mistakes(&format!("statement = true\n{clauses}"));
    assert!(said.iter().any(|said| said.contains("at most 1000 clauses")), "{said:?}");
}

#[test]
fn words_of_the_policy_are_new_and_known() {
    for (words, says) in [
        ("[role.manager]\ntitle = \"x\"\ncounts_as = []", "there is a role `manager` already"),
        ("[role.cook]\ntitle = \"x\"\ncounts_as = [\"stuff\"]", "class of roles `stuff`"),
        ("[kind.drone]\ntitle = \"x\"\ncan = [\"fly\"]\nsim = false", "ability of devices `fly`"),
        ("[act.use]\nasks = \"x\"\ndoes = \"x\"\ndevice = \"none\"", "there is a act `use` already"),
        ("[circumstance.on_break]\nasks = \"x\"", "there is a fact `on_break` already"),
        ("[circumstance.x]\nasks = \"x\"\nchange_to = true", "go together"),
        ("[role.\"Head Cook\"]\ntitle = \"x\"\ncounts_as = []", "small letters"),
    ] {
        let text =
            HEAD.replacen("[circumstance.witnessed]", &format!("{words}\n[circumstance.witnessed]"), 1);
        let text = format!("{text}statement = true\n");
        let said: Vec<String> =
            Pack::mistakes("p.toml", &text, &Catalogue::builtin()).iter().map(ToString::to_string).collect();
        assert!(said.iter().any(|said| said.contains(says)), "{words}: {said:#?}");
    }
}

const ACTS: [&str; 4] = ["use", "call", "photograph-child", "leave-on-outing"];
const ROLES: [&str; 5] = ["manager", "team", "parent", "child", "chair"];

fn some(of: &'static [&'static str]) -> impl Strategy<Value = String> {
    proptest::sample::subsequence(of, 1..=of.len()).prop_map(|words| format!("{words:?}"))
}

/// A rule with fields at random, all of them right.
fn rule() -> impl Strategy<Value = String> {
    let field = prop_oneof![
        some(&ROLES).prop_map(|roles| format!("who = {roles}")),
        some(&ROLES).prop_map(|roles| format!("except = {roles}")),
        some(&["setting", "personal", "child"]).prop_map(|owners| format!("whose = {owners}")),
        some(&["camera", "worn", "calls"]).prop_map(|can| format!("can = {can}")),
        some(&["office", "off premises"]).prop_map(|places| format!("in = {places}")),
        any::<bool>().prop_map(|yes| format!("children_here = {yes}")),
        prop_oneof![Just("in"), Just("out")].prop_map(|hours| format!("hours = \"{hours}\"")),
        (2020..2030_i16).prop_map(|year| format!("since = {year}-01-01")),
        (0..5_u8).prop_map(|count| format!("when = {{ phones = {{ at_most = {count} }} }}")),
        any::<bool>()
            .prop_map(|yes| format!("unless = {{ when = {{ witnessed = {yes} }}, emergency = true }}")),
        some(&["manager", "deputy"]).prop_map(|roles| format!("permission = {roles}")),
    ];
    let effect = prop_oneof![Just("forbid"), Just("permit"), Just("advise")];
    (effect, some(&ACTS), proptest::collection::vec(field, 0..5)).prop_map(|(effect, acts, fields)| {
        let mut seen = std::collections::BTreeSet::new();
        let fields: Vec<String> = fields
            .into_iter()
            .filter(|field| seen.insert(field.split(' ').next().map(str::to_owned)))
            .collect();
        format!("[[clause.rule]]\neffect = \"{effect}\"\nacts = {acts}\n{}\n", fields.join("\n"))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Any policy that is written rightly compiles, and answers every question without a fault.
    #[test]
    fn any_policy_written_rightly_decides(rules in proptest::collection::vec(rule(), 1..6), seed in any::<u64>()) {
        let text = format!("{HEAD}{}", rules.concat());
        let catalogue = Catalogue::builtin();
        let pack = Pack::parse("p.toml", &text, &catalogue).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        let policy = Policy::compile(pack, catalogue).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert!(policy.catalogue.rule_mistakes().is_empty(), "{:?}", policy.catalogue.rule_mistakes());
        for act in ACTS {
            let facts = supposed(&policy, seed);
            let verdict = policy.decide(act, &facts);
            prop_assert!(verdict.word() != "no" || !verdict.reasons().is_empty(), "a fault: {verdict:?}");
        }
    }
}

/// Facts at random.
fn supposed(policy: &Policy, mut seed: u64) -> Supposed {
    use belisha_policy::{FactKey, FactType, Value};
    let mut bit = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) & 1 == 1
    };
    let mut facts = Supposed::new(policy.catalogue.usually());
    for (fact, info) in &policy.catalogue.facts {
        if info.kind == FactType::YesNo {
            let yes = bit();
            facts.suppose(*fact, yes);
        }
    }
    facts.set(FactKey::Circumstance("witnessed".into()), Value::Bool(bit()));
    facts.set(FactKey::Circumstance("phones".into()), Value::Number(i64::from(bit()) * 3));
    facts
}
