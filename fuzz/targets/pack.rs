#![no_main]

#[path = "../../crates/setting/tests/corpus/checks.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::pack(bytes));
