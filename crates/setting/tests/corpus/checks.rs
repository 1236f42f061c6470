//! What must hold of any bytes at all. The tests ask it of the bytes in `fuzz/corpus`, the fuzzer of those it makes.
#![allow(dead_code, reason = "each target of the fuzzer asks one of these")]
#![expect(clippy::unwrap_used, reason = "a check stops at the first surprise")]

use belisha_policy::{Catalogue, Pack, Policy, builtin_pack};
use belisha_setting::import::{Chosen, List, decoded, read};
use belisha_setting::in_memory::carry_out;
use belisha_setting::{Author, Command, Context, Names, Sentence, State};
use jiff::Timestamp;
use std::sync::LazyLock;

static POLICY: LazyLock<Policy> = LazyLock::new(|| {
    let catalogue = Catalogue::builtin();
    Policy::compile(builtin_pack("all-saints", &catalogue).unwrap(), catalogue).unwrap()
});

fn now() -> Timestamp {
    "2026-11-28T10:00:00Z".parse().unwrap()
}

/// Somebody who leads, a child and a device.
fn begun() -> State {
    let mut state = State::default();
    for text in [
        r#"{"people":{"add":{"person":"mo","name":"Mo Tern","roles":["manager"]}}}"#,
        r#"{"children":{"add":{"child":"c1","name":"Asha Fern","born":"2023-02-01"}}}"#,
        r#"{"devices":{"set":{"device":"d1","name":"Tab","kind":"tablet","owner":"setting"}}}"#,
    ] {
        let command: Command = serde_json::from_str(text).unwrap();
        carry_out(&mut state, command, &POLICY, now(), &Author::Program).unwrap();
    }
    state
}

/// A file that somebody takes in as a list: each line is a command that the setting decides, or a sentence; nothing that
/// is read has lost a letter.
pub fn table(bytes: &[u8]) {
    let Ok(text) = decoded(bytes) else { return };
    assert!(!text.contains('\u{fffd}'), "letters are lost");
    let state = begun();
    let context = Context { state: &state, policy: &POLICY, now: now(), author: &Author::Program };
    for list in [List::People, List::Children, List::Devices] {
        let mut count = 0;
        let mut id = || {
            count += 1;
            format!("i{count}")
        };
        let Ok(taken) = read(list, &text, &Chosen::new(), &mut id, &context) else { continue };
        let mut state = state.clone();
        for row in taken.rows {
            let shown = row.shows.len() == taken.columns.len() || row.reads.is_err() && row.shows.is_empty();
            assert!(shown, "the preview shows each column, or what is wrong");
            match row.reads {
                Ok(command) => {
                    let _ = carry_out(&mut state, command, &POLICY, now(), &Author::Person("mo".into()));
                }
                Err(wrong) => assert!(!wrong.is_empty()),
            }
        }
    }
}

/// A policy's file: it compiles, or says what is wrong with it and where.
pub fn pack(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let catalogue = Catalogue::builtin();
    let mistakes = Pack::mistakes("fuzz.toml", &text, &catalogue);
    match Pack::parse("fuzz.toml", &text, &catalogue) {
        Ok(pack) => {
            assert!(mistakes.is_empty(), "{mistakes:?}");
            let _ = Policy::compile(pack, catalogue);
        }
        Err(error) => assert!(!mistakes.is_empty() && !error.to_string().is_empty()),
    }
}

/// A command in JSON, as the API takes it: it is decided or refused, and each line that it becomes can be read in words.
pub fn command(bytes: &[u8]) {
    let Ok(command) = serde_json::from_slice::<Command>(bytes) else { return };
    for author in [Author::Person("mo".into()), Author::Program] {
        let mut state = begun();
        if let Ok(lines) = carry_out(&mut state, command.clone(), &POLICY, now(), &author) {
            let names = Names { state: &state, catalogue: &POLICY.catalogue };
            assert!(lines.iter().all(|line| !line.event.sentence(&names).is_empty()));
        }
    }
}
