//! The diagrams say what Cedar's own evaluator decides, and find what is written wrongly.

use crate::example::Situation;
use crate::formula::Atom;
use crate::outcome::{Outcome, Rules};
use crate::space::Space;
use crate::{differences, findings, promises};
use belisha_policy::{Catalogue, Fact, FactKey, Pack, Policy, Supposed, Value, builtin_pack, builtin_packs};
use std::borrow::Cow;

fn builtin(id: &str) -> Policy {
    let catalogue = Catalogue::builtin();
    Policy::compile(builtin_pack(id, &catalogue).unwrap(), catalogue).unwrap()
}

fn written(clauses: &str) -> Policy {
    let catalogue = Catalogue::builtin();
    let head = "[pack]\nid = \"p\"\ntitle = \"P\"\nversion = \"2026-09-01\"\n[[place]]\nname = \"office\"\nkind = \"office\"\n";
    Policy::compile(Pack::parse("p.toml", &format!("{head}{clauses}"), &catalogue).unwrap(), catalogue)
        .unwrap()
}

struct Dice(u64);

impl Dice {
    fn coin(&mut self) -> bool {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) & 1 == 1
    }
}

/// A possible situation at random: each atom by a coin, where both are possible still.
fn at_random(space: &Space, dice: &mut Dice) -> Situation {
    let mut left = space.possible.clone();
    let mut situation = Situation::new();
    for (atom, variable) in &space.of {
        // Words and roles are rarely so: most of a coin's situations would have none otherwise.
        let wanted = dice.coin() && (matches!(atom, Atom::Yes(_) | Atom::AtLeast(..)) || dice.coin());
        let with = left.var_select(*variable, wanted);
        let value = if with.is_false() { !wanted } else { wanted };
        left = left.var_select(*variable, value);
        situation.insert(atom.clone(), value);
    }
    situation
}

/// The same situation as facts.
fn facts(situation: &Situation, policy: &Policy) -> Supposed {
    let mut facts = Supposed::default();
    let (mut roles, mut numbers) = (Vec::new(), std::collections::BTreeMap::new());
    for (atom, yes) in situation {
        match atom {
            Atom::Yes(name) => {
                let key = Fact::named(name).map(FactKey::Known).or_else(|| {
                    let duty = name.strip_prefix("done__")?;
                    let plain = |key: &str| key.replace(['.', '/', '-'], "_");
                    policy
                        .duties
                        .iter()
                        .find(|known| plain(&known.key) == duty)
                        .map(|known| FactKey::Done(known.key.clone()))
                });
                key.map(|key| facts.set(key, Value::Bool(*yes)));
            }
            Atom::Is(name, word) if *yes => {
                let _ = facts.suppose(Fact::named(name).unwrap(), Value::Word(Cow::Owned(word.clone())));
            }
            Atom::Among(_, word) if *yes => roles.push(Cow::Owned(word.clone())),
            Atom::AtLeast(name, number) if *yes => {
                let known = numbers.entry(name.clone()).or_insert(*number);
                *known = (*known).max(*number);
            }
            Atom::Is(..) | Atom::Among(..) | Atom::AtLeast(..) => {}
        }
    }
    facts.suppose(Fact::Roles, Value::Words(roles));
    for (name, number) in numbers {
        facts.suppose(Fact::named(&name).unwrap(), number);
    }
    for fact in [
        Fact::Owner,
        Fact::Kind,
        Fact::Place,
        Fact::Purpose,
        Fact::Mail,
        Fact::Account,
        Fact::Mailbox,
        Fact::Site,
        Fact::ToolKind,
    ] {
        if !facts.says(fact) {
            facts.suppose(fact, "something else");
        }
    }
    facts
}

#[test]
fn the_diagrams_say_what_cedar_decides() {
    let mut dice = Dice(20_261_128);
    let (mut tried, mut seen) = (0, std::collections::BTreeMap::new());
    for (id, _) in builtin_packs() {
        let policy = builtin(id);
        for act in policy.catalogue.acts.keys() {
            let rules = Rules::of(&policy, act).unwrap();
            let space = Space::new(rules.rules.iter().map(|(_, formula)| formula), &policy.catalogue);
            let decided = rules.over(&space);
            for _ in 0..12 {
                let situation = at_random(&space, &mut dice);
                let mut at = space.variables.mk_true();
                for (atom, yes) in &situation {
                    let literal = space.atom(atom);
                    at = at.and(&if *yes { literal } else { literal.not() });
                }
                let says =
                    Outcome::ALL.into_iter().find(|one| !decided.outcome(*one).and(&at).is_false()).unwrap();
                let verdict = policy.decide(act, &facts(&situation, &policy));
                assert_eq!(verdict.word(), says.word(), "{id}, {act}: {situation:?}");
                tried += 1;
                *seen.entry(says).or_insert(0) += 1;
            }
        }
    }
    assert!(tried > 1_500 && seen.values().all(|count| *count > 5), "{seen:?}");
}

#[test]
fn a_policy_differs_from_itself_in_nothing_and_from_a_stricter_one_in_what_is_stricter() {
    let policy = builtin("jigsaw");
    assert_eq!(differences(&policy, &builtin("jigsaw")).unwrap(), []);
    let catalogue = Catalogue::builtin();
    let pack = builtin_pack("jigsaw", &catalogue).unwrap();
    let control = pack.clause("jigsaw.10").unwrap().adopts.keys().find(|id| id.ends_with(".breaks")).unwrap();
    let pack = pack.without("jigsaw.10", control);
    let without = Policy::compile(pack, catalogue).unwrap();
    let all = differences(&policy, &without).unwrap();
    assert!(!all.is_empty() && all.len() <= 12, "{all:#?}");
    assert!(all.iter().all(|one| one.clauses_before == ["jigsaw.10"]), "{all:#?}");
    assert!(all.iter().all(|one| !one.after.allows() || one.after == Outcome::Silent), "{all:#?}");
}

#[test]
fn what_does_not_fit_together_is_found() {
    let found = |clauses: &str| -> Vec<String> {
        findings(&written(clauses)).unwrap().iter().map(ToString::to_string).collect()
    };
    let clause = |number: u8, rest: &str| {
        format!("[[clause]]\nid = \"p.{number}\"\nsection = \"S\"\nsays = \"Says.\"\n{rest}\n")
    };
    let forbid = clause(1, "[[clause.rule]]\neffect = \"forbid\"\nacts = [\"use\"]\nwhose = \"personal\"");
    let permit = |lifts: &str| {
        clause(
            2,
            &format!(
                "[[clause.rule]]\neffect = \"permit\"\nacts = [\"use\"]\nwhose = \"personal\"\nin = [\"office\"]\n{lifts}"
            ),
        )
    };
    assert!(
        found(&format!("{forbid}{}", permit("")))
            .iter()
            .any(|one| one.starts_with("p.2: what it permits") && one.contains("always forbidden by p.1"))
    );
    assert_eq!(found(&format!("{forbid}{}", permit("lifts = [\"p.1\"]"))), Vec::<String>::new());
    let never = clause(
        1,
        "[[clause.rule]]\neffect = \"forbid\"\nacts = [\"use\"]\nwho = [\"child\"]\nexcept = [\"child\"]",
    );
    assert!(found(&never).iter().any(|one| one.contains("can never hold")), "{:?}", found(&never));
    let nobody =
        clause(1, "[[clause.rule]]\neffect = \"forbid\"\nacts = [\"use\"]\npermission = [\"visitor\"]");
    assert!(
        found(&nobody).iter().any(|one| one.contains("nobody who works here can give")),
        "{:?}",
        found(&nobody)
    );
    let duty =
        clause(1, "[[clause.duty]]\nid = \"d\"\ndoes = \"count\"\nevery = \"1 week\"\nwho = [\"parent\"]");
    assert!(found(&duty).iter().any(|one| one.contains("nobody of them works here")), "{:?}", found(&duty));
    let unused = format!("[role.cook]\ntitle = \"cook\"\ncounts_as = [\"staff\"]\n{forbid}");
    assert!(
        found(&unused).iter().any(|one| one.contains("the role `cook` is used by no clause")),
        "{:?}",
        found(&unused)
    );
    let parked = clause(1, "[clause.adopts]\n\"governance.aims\" = {}");
    assert!(found(&parked).iter().any(|one| one.contains("signatures alone")), "{:?}", found(&parked));
    let house =
        clause(1, "[[clause.rule]]\neffect = \"permit\"\nacts = [\"open-pictures\"]\nwho = [\"visitor\"]");
    assert!(found(&house).iter().any(|one| one.contains("the house's own rules")), "{:?}", found(&house));
}

#[test]
fn a_promise_is_proved_or_refuted_by_a_situation() {
    let rules = "[[clause]]\nid = \"p.1\"\nsection = \"S\"\nsays = \"Says.\"\n[[clause.rule]]\neffect = \"forbid\"\nacts = [\"photograph-child\"]\nwhose = \"personal\"\nexcept = [\"manager\"]\n";
    let promise = |rest: &str| {
        format!(
            "{rules}[[promise]]\nid = \"own\"\nsays = \"No personal device ever photographs a child.\"\nnever = [\"photograph-child\"]\nwhose = \"personal\"\n{rest}\n"
        )
    };
    let refuted = |rest: &str| promises(&written(&promise(rest))).unwrap().remove(0).refuted;
    assert!(refuted("").unwrap().contains("manager"));
    assert_eq!(refuted("except = [\"manager\"]"), None);
    assert_eq!(refuted("who = [\"child\"]"), None, "a child is no manager");
}
