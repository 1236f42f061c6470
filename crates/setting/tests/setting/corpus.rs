//! What the fuzzer found worth keeping, asked again with every test.

#[path = "../corpus/checks.rs"]
mod checks;
#[path = "../../../../fuzz/replay.rs"]
mod replay;

use replay::each;

#[test]
fn tables() {
    each("table", checks::table);
}

#[test]
fn packs() {
    each("pack", checks::pack);
}

#[test]
fn commands() {
    each("command", checks::command);
}
