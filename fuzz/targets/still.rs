#![no_main]

#[path = "../../crates/vault/tests/corpus/checks.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::still(bytes));
