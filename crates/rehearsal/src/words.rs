//! A text checked in a scenario, and what is then expected.

use crate::scenario::{Expect, WordsText};
use belisha_policy::Policy;
use belisha_setting::wording::{self, Found, Verdict};
use belisha_setting::{PersonId, State};

/// Checks a text and says what is not as expected.
pub(crate) fn judge(
    words: &WordsText,
    expect: &Expect,
    state: &State,
    policy: &Policy,
    say: &mut dyn FnMut(String),
) {
    let by = words.by.as_deref().map(PersonId::from);
    let found = wording::check(&words.text, words.channel, by.as_ref(), state, policy);
    let of = |verdict: Verdict| -> Vec<&str> {
        found.iter().filter(|known| known.verdict == verdict).map(|known| known.words.as_str()).collect()
    };
    let stops = of(Verdict::Stop);
    if stops != expect.stops {
        say(format!("these words should be stopped: {:?}, and these are: {stops:?}", expect.stops));
    }
    let looks = of(Verdict::Look);
    if looks != expect.looks {
        say(format!("these words should be looked at: {:?}, and these are: {looks:?}", expect.looks));
    }
    if expect.passes.is_some_and(|passes| passes != stops.is_empty()) {
        say(format!("the text should {} go out", if stops.is_empty() { "not" } else { "be let" }));
    }
    let cites = |clause: &String| found.iter().any(|known| known.clauses.contains(clause));
    for clause in expect.clauses.iter().filter(|clause| !cites(clause)) {
        say(format!("{clause} should stand behind a finding; found was {found:?}"));
    }
    for clause in expect.no_clauses.iter().filter(|clause| cites(clause)) {
        say(format!("{clause} should stand behind no finding"));
    }
    let said = |words: &String| found.iter().any(|known: &Found| known.says.contains(words.as_str()));
    for words in expect.says.iter().filter(|words| !said(words)) {
        say(format!("no finding says \"{words}\"; found was {found:?}"));
    }
}
