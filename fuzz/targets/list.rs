#![no_main]

#[path = "../../crates/filter/tests/corpus/checks.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::list(bytes));
