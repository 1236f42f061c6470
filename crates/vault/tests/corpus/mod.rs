//! What the fuzzer found worth keeping, asked again with every test.
#![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]

mod checks;
#[path = "../../../../fuzz/replay.rs"]
mod replay;

use replay::each;

#[test]
fn jpegs() {
    each("jpeg", checks::jpeg);
}

#[test]
fn stills() {
    each("still", checks::still);
}

#[test]
fn films() {
    each("mp4", checks::mp4);
    each("webm", checks::webm);
}
