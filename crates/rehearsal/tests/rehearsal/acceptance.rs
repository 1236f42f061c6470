//! The acceptance suite: every scenario passes, fails when its control is taken out, and no clause is without one.

use belisha_policy::{Catalogue, Policy, builtin_pack, builtin_packs};
use belisha_rehearsal::{Scenario, run, unnoticed};
use std::path::{Path, PathBuf};

fn scenarios() -> Vec<(PathBuf, Scenario)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../acceptance");
    let mut all = Vec::new();
    for folder in std::fs::read_dir(root).unwrap() {
        for file in std::fs::read_dir(folder.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            let scenario = Scenario::parse(&path.display().to_string(), &text).unwrap();
            all.push((path, scenario));
        }
    }
    assert!(all.len() > 50);
    all
}

#[test]
fn every_scenario_passes() {
    let catalogue = Catalogue::builtin();
    for (path, scenario) in scenarios() {
        let pack = builtin_pack(&scenario.policy, &catalogue).unwrap();
        let failures = run(&scenario, Policy::compile(pack, catalogue.clone()).unwrap());
        assert!(failures.is_empty(), "{}: {failures:#?}", path.display());
    }
}

#[test]
fn every_clause_that_is_carried_out_has_a_scenario_that_fails_without_its_control() {
    let catalogue = Catalogue::builtin();
    let scenarios: Vec<Scenario> = scenarios().into_iter().map(|(_, scenario)| scenario).collect();
    let mut carried_out = 0;
    for (id, _) in builtin_packs() {
        let pack = builtin_pack(id, &catalogue).unwrap();
        for clause in &pack.clauses {
            let later = |control: &String| catalogue.controls[control].not_yet.is_some();
            if clause.adopts.keys().any(later) {
                continue;
            }
            carried_out += 1;
            assert!(
                scenarios.iter().any(|scenario| scenario.shows.contains(&clause.id)),
                "no scenario shows {}",
                clause.id
            );
        }
        let unnoticed = unnoticed(&scenarios, &pack, &catalogue).unwrap();
        assert!(unnoticed.is_empty(), "{unnoticed:#?}");
    }
    assert!(carried_out == 208, "{carried_out}");
}

#[test]
fn a_scenario_that_expects_something_wrong_fails() {
    let catalogue = Catalogue::builtin();
    let (_, mut scenario) =
        scenarios().into_iter().find(|(_, s)| s.shows.contains(&"jigsaw.10".to_owned())).unwrap();
    let asked = scenario.step.iter_mut().find(|step| step.ask.is_some()).unwrap();
    asked.expect.verdict = Some("advised against".into());
    asked.expect.clauses = vec!["jigsaw.29".into()];
    let pack = builtin_pack("jigsaw", &catalogue).unwrap();
    let failures = run(&scenario, Policy::compile(pack, catalogue.clone()).unwrap());
    assert_eq!(failures.len(), 2, "{failures:?}");
}

#[test]
fn a_broken_scenario_names_its_line() {
    let error = Scenario::parse(
        "x.toml",
        "title = \"x\"\npolicy = \"jigsaw\"\nstarts = \"2026-09-14\"\n[[step]]\nsay = 1\n",
    );
    assert!(error.unwrap_err().to_string().starts_with("x.toml:5"), "the line is named");
}
