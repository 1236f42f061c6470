//! What the fuzzer found worth keeping, asked again with every test.
#![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]

mod checks;
#[path = "../../../../fuzz/replay.rs"]
mod replay;

use replay::each;

#[test]
fn questions() {
    each("question", checks::question);
}

#[test]
fn answers() {
    each("answer", checks::answer);
}

#[test]
fn lists() {
    each("list", checks::list);
}
