//! What only the program's own code asks for does not arrive from outside.

use belisha_setting::{Command, Prepared};
use serde_json::{Value, json};

/// Every command that the program prepares, as a scenario writes it.
fn every() -> Vec<(&'static str, &'static str, Value)> {
    vec![
        ("people", "set-secret", json!({ "person": "mo", "secret": "password", "hash": "$argon2id$" })),
        ("people", "by-recovery-key", json!({ "person": "mo" })),
        (
            "clock",
            "state",
            json!({ "now": "2026-12-01T00:00:00Z", "machine": "2026-12-01T00:00:00Z", "expected": "2026-12-01T00:00:00Z" }),
        ),
        ("clock", "beat", json!({})),
        ("day", "end-forgotten", json!({})),
        ("data-requests", "gone", json!({ "whom": { "child": "ash" } })),
        ("sign-ins", "signed-in", json!({ "person": "mo", "place": "own" })),
        ("sign-ins", "tried-in-vain", json!({ "place": "elsewhere" })),
        ("sign-ins", "denied", json!({ "person": "mo", "asked": "people.add" })),
        ("devices", "enrol", json!({ "device": "tablet", "key_hash": "00" })),
        ("permissions", "make-link", json!({ "child": "ash", "hash": "00", "until": "2026-12-01" })),
        ("pictures", "take-in", json!({ "picture": "one" })),
        ("pictures", "cover", json!({ "picture": "two", "from": "one" })),
        ("pictures", "erase-due", json!({})),
        ("pictures", "gone", json!({ "picture": "one" })),
        ("online", "looked-up", json!({ "session": "s", "names": "", "opened": 1, "refused": 0 })),
        ("online", "erase-names", json!({ "session": "s" })),
        ("network", "count", json!({ "on": "2026-12-01", "devices": {} })),
    ]
}

#[test]
fn what_the_program_prepares_cannot_be_read_from_outside() {
    for (register, name, fields) in every() {
        let written = json!({ register: { name: fields } });
        assert!(
            Prepared::command_in_scenario(written.clone()).is_ok(),
            "{register} {name}: a scenario plays it"
        );
        let wrapped = json!({ register: { "prepared": { name: fields } } });
        let tagged = json!({ register: { "Prepared": { name: fields } } });
        for outside in [written, wrapped, tagged] {
            let error = Command::from_json(outside).unwrap_err().to_string();
            assert!(error.starts_with("unknown variant"), "{register} {name}: {error}");
        }
    }
}

/// Nor is one written where a page keeps its commands.
#[test]
fn what_the_program_prepares_cannot_be_put_into_a_page() {
    for (register, name, fields) in every() {
        let command = Prepared::command_in_scenario(json!({ register: { name: fields } })).unwrap();
        assert!(serde_json::to_string(&command).is_err(), "{register} {name}");
    }
}

/// A mistake in one is said as what it is.
#[test]
fn a_scenario_is_told_what_is_wrong_with_a_prepared_command() {
    let error =
        Prepared::command_in_scenario(json!({ "pictures": { "gone": { "pictur": "one" } } })).unwrap_err();
    assert!(error.to_string().contains("pictur"), "{error}");
    let error = Prepared::command_in_scenario(json!({ "pictures": { "goen": {} } })).unwrap_err();
    assert!(error.to_string().contains("`hand-over`"), "{error}");
}
