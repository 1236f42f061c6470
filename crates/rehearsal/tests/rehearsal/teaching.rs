//! The page that teaches how a policy is written: each of its steps is read, and what it says becomes of it is tried.

use belisha_policy::{Catalogue, Pack, Policy};
use belisha_rehearsal::{Scenario, run};

const PAGE: &str = include_str!("../../../../docs/writing-a-policy.md");

/// The blocks of a page, each with the words after its fence.
fn blocks() -> Vec<(&'static str, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(&str, String)> = None;
    for line in PAGE.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(kind)) => open = Some((kind, String::new())),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some((_, text)), None) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
}

#[test]
fn every_step_of_the_page_does_what_it_says() {
    let catalogue = Catalogue::builtin();
    let (mut policy, mut steps, mut tried) = (String::new(), 0, 0);
    for (kind, text) in blocks() {
        match kind {
            "toml" => {
                policy.push_str(&text);
                steps += 1;
                let mistakes = Pack::mistakes("harbour.toml", &policy, &catalogue);
                assert!(mistakes.is_empty(), "after step {steps}: {mistakes:?}");
            }
            "toml scenario" => {
                let pack = Pack::parse("harbour.toml", &policy, &catalogue).unwrap();
                let compiled = Policy::compile(pack, catalogue.clone()).unwrap();
                let head = "title = \"a step\"\nstarts = \"2026-09-14\"\n";
                let scenario = Scenario::parse("the page", &format!("{head}{text}")).unwrap();
                let failures = run(&scenario, compiled);
                assert!(failures.is_empty(), "step {steps}: {failures:?}");
                tried += 1;
            }
            _ => {}
        }
    }
    assert!(steps >= 9 && tried >= 8, "the page teaches {steps} steps and tries {tried}");
}

/// A clause that brings a fact alone shows nothing until one is on record, and a question that leaves too much open is a no.
#[test]
fn nothing_is_green_or_let_through_unread() {
    let catalogue = Catalogue::builtin();
    let names: Vec<String> = (0..9).map(|number| format!("c{number}")).collect();
    let asked: String =
        names.iter().map(|name| format!("[circumstance.{name}]\nasks = \"{name}?\"\n")).collect();
    let when: Vec<String> = names.iter().map(|name| format!("{name} = true")).collect();
    let text = format!(
        "[pack]\nid = \"p\"\ntitle = \"P\"\nversion = \"2026-09-01\"\n{asked}\
         [[clause]]\nid = \"p.1\"\nsection = \"S\"\nsays = \"S.\"\n[[clause.fact]]\nid = \"dbs\"\nsays = \"seen\"\nabout = \"team\"\n\
         [[clause]]\nid = \"p.2\"\nsection = \"S\"\nsays = \"S.\"\n[[clause.rule]]\neffect = \"forbid\"\nacts = [\"use\"]\nwhen = {{ {} }}\n",
        when.join(", ")
    );
    let policy = Policy::compile(Pack::parse("p.toml", &text, &catalogue).unwrap(), catalogue).unwrap();
    let scenario = "title = \"t\"\nstarts = \"2026-09-14\"\n[people]\nmo = \"manager\"\n[[step]]\nat = \"10:00\"\n\
                    ask = { act = \"use\", who = \"mo\", device = \"phone\" }\n\
                    expect = { verdict = \"no\", asks = [\"c0\", \"c8\"], standing = { \"p.1\" = \"not-started\" } }\n\
                    [[step]]\nask = { act = \"use\", who = \"mo\", device = \"phone\", circumstances = { c0 = false } }\n\
                    expect = { verdict = \"silent\" }\n";
    let failures = run(&Scenario::parse("scenario", scenario).unwrap(), policy);
    assert!(failures.is_empty(), "{failures:?}");
}
